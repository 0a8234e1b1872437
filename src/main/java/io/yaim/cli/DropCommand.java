package io.yaim.cli;

import io.yaim.address.netlink.NetlinkAddresses;
import io.yaim.daemon.Version;
import io.yaim.model.BoundAddress;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `yaim drop`: drops every address that yaim bound on this host, recognised by the protocol number.
@Command(
        name = "drop",
        description = "Drops all addresses that yaim bound on this host; for a host whose daemon is not running.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DropCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (NetlinkAddresses addresses = NetlinkAddresses.open(() -> {})) {
            List<BoundAddress> ours = addresses.readHost().ours();
            var refused = addresses.drop(ours);
            for (BoundAddress address : ours) {
                String reason = refused.get(address.ip());
                print(address.ip() + " on " + address.interfaceName() + ": " + (reason == null ? "dropped" : reason));
            }
            return refused.isEmpty() ? ExitStatus.OK.code : ExitStatus.FAILED.code;
        }
    }

    private void print(String line) {
        if (spec != null) {
            spec.commandLine().getOut().println(line);
        }
    }
}
