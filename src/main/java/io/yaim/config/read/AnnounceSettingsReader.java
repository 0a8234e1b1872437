package io.yaim.config.read;

import io.yaim.config.keys.AnnounceKeys;
import io.yaim.config.keys.NotifyTargets;
import io.yaim.loop.announce.AnnounceSettings;
import io.yaim.loop.announce.UnicastTargets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Builds the [AnnounceSettings].
public final class AnnounceSettingsReader {

    private final RawConfig rawConfig;

    public AnnounceSettingsReader(RawConfig rawConfig) {
        this.rawConfig = rawConfig;
    }

    /// Empty if there is a mistake.
    public Optional<AnnounceSettings> read() {
        if (!rawConfig.problems().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new AnnounceSettings(
                rawConfig.required(AnnounceKeys.ANNOUNCE_COUNT),
                rawConfig.required(AnnounceKeys.ANNOUNCE_INTERVAL),
                rawConfig.required(AnnounceKeys.ANNOUNCE_RATE),
                rawConfig.get(AnnounceKeys.ANNOUNCE_PERIOD).filter(Duration::isPositive),
                rawConfig.required(AnnounceKeys.PROBE),
                unicastTargets()));
    }

    private UnicastTargets unicastTargets() {
        Optional<NotifyTargets> notifyTargets = rawConfig.get(AnnounceKeys.NOTIFY);
        boolean usesArpCache = notifyTargets.filter(NotifyTargets::usesArpCache).isPresent();
        return new UnicastTargets(
                rawConfig.get(AnnounceKeys.ARP_CACHE).filter(period -> usesArpCache && period.isPositive()),
                usesArpCache,
                notifyTargets.map(NotifyTargets::networks).orElse(List.of()));
    }
}
