package io.yaim.daemon;

import io.yaim.config.Config;
import io.yaim.model.Health;
import io.yaim.model.PreviousTenancy;
import java.time.Duration;
import java.util.Optional;

/// Whether a node may take entries at all, whatever its checks say: in a cluster without a server it has to be
/// one of the nodes, and to have run for a while, lest one that has not found the others take all.
///
/// @param isListed whether it is one of the nodes
/// @param matureAt since boot
record Eligibility(boolean isListed, Duration matureAt) {

    /// @param started since boot
    /// @param previousTenancy if it left addresses bound for this life, that does not mature: it would drop
    ///     them, and they show that it had found the others
    static Eligibility of(Config config, Duration started, Optional<PreviousTenancy> previousTenancy) {
        boolean isBack = previousTenancy
                .filter(previous -> !previous.retained().isEmpty())
                .isPresent();
        return config.multicast()
                .map(multicast -> new Eligibility(
                        multicast.admits(config.nodename()),
                        isBack ? Duration.ZERO : started.plus(multicast.startDelay())))
                .orElse(new Eligibility(true, Duration.ZERO));
    }

    /// What the checks say, unless it may take nothing anyway.
    Health of(Health byChecks, Duration now) {
        if (!isListed) {
            return new Health.Unhealthy("not one of the nodes that may take entries", false);
        }
        return byChecks.isHealthy() && now.compareTo(matureAt) < 0 ? new Health.Unhealthy("maturing", true) : byChecks;
    }
}
