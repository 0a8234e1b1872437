package io.yaim.cli;

import io.yaim.config.Config;
import io.yaim.model.Former;
import io.yaim.model.Health;
import java.time.Duration;
import java.util.Optional;

/// Whether a node may take entries at all, whatever its checks say: in a cluster without a server it has to be
/// one of the nodes, and to have run for a while, lest one that has not found the others take all.
///
/// @param isNamed whether it is one of the nodes
/// @param from since boot
record Admission(boolean isNamed, Duration from) {

    /// @param started since boot
    /// @param former if it left addresses bound for this life, that does not mature: it would drop them, and
    ///     they show that it had found the others
    static Admission of(Config config, Duration started, Optional<Former> former) {
        boolean isBack = former.filter(life -> !life.kept().isEmpty()).isPresent();
        return config.multicast()
                .map(multicast -> new Admission(
                        multicast.admits(config.nodename()), isBack ? Duration.ZERO : started.plus(multicast.mature())))
                .orElse(new Admission(true, Duration.ZERO));
    }

    /// What the checks say, unless it may take nothing anyway.
    Health of(Health byChecks, Duration now) {
        if (!isNamed) {
            return new Health.Unhealthy("not one of the nodes that may take entries", false);
        }
        return byChecks.isHealthy() && now.compareTo(from) < 0 ? new Health.Unhealthy("maturing", true) : byChecks;
    }
}
