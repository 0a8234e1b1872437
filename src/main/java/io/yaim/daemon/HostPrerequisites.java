package io.yaim.daemon;

import io.yaim.address.netlink.NetlinkAddresses;
import io.yaim.config.Config;
import io.yaim.setting.ConfigException;
import java.io.IOException;
import java.util.List;

/// Whether this host can bind addresses as the configuration says, at the start and after a reload.
final class HostPrerequisites {

    private HostPrerequisites() {}

    /// What prevents a bind: each problem with its remedy. Empty if nothing does.
    static List<String> problems(Config config) throws IOException {
        return NetlinkAddresses.problems(
                config.binding().interfaceName(),
                config.binding().netmask().orElse(32),
                DaemonConfiguration.fullLabel(config));
    }

    /// Refuses a reload with settings that this host cannot follow.
    static ConfigReloader.PreparedReload prepareReload(Config next) throws ConfigException, IOException {
        List<String> problems = problems(next);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return () -> {};
    }
}
