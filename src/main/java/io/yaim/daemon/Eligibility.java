package io.yaim.daemon;

import io.yaim.config.Config;
import io.yaim.model.Health;
import io.yaim.model.PreviousTenancy;
import io.yaim.store.spi.ConfiguredStore;
import java.time.Duration;
import java.util.Optional;

/// Whether a node may take entries at all, whatever its checks say. In a cluster without a server it has to be one of
/// the nodes, and to have run for a while. Otherwise a node that has not found the others would take all entries.
///
/// @param isListed whether it is one of the nodes
/// @param matureAt since boot
record Eligibility(boolean isListed, Duration matureAt) {

    /// @param started since boot
    /// @param previousTenancy if it retained addresses for this incarnation, the node does not wait: a wait
    ///     would drop them, and they show that it had found the others
    static Eligibility of(Config config, Duration started, Optional<PreviousTenancy> previousTenancy) {
        boolean isBack = previousTenancy
                .filter(previous -> !previous.retained().isEmpty())
                .isPresent();
        ConfiguredStore store = config.store();
        return new Eligibility(
                store.admits(config.node().name()), isBack ? Duration.ZERO : started.plus(store.startDelay()));
    }

    /// Returns the verdict of the checks, unless the node may take no entries anyway.
    Health of(Health byChecks, Duration now) {
        if (!isListed) {
            return new Health.Unhealthy("not one of the nodes that may take entries", false);
        }
        return byChecks.isHealthy() && now.compareTo(matureAt) < 0 ? new Health.Unhealthy("maturing", true) : byChecks;
    }
}
