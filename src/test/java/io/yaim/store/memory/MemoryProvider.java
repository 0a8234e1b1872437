package io.yaim.store.memory;

import io.yaim.model.NodeName;
import io.yaim.model.StoreTiming;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.ConfigValues;
import io.yaim.setting.KeyGroup;
import io.yaim.setting.ReloadEffect;
import io.yaim.setting.ValueTypes;
import io.yaim.store.spi.ConfiguredStore;
import io.yaim.store.spi.StoreKeys;
import io.yaim.store.spi.StoreProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The clusters in the memory of this process, as a store that `dcs-type: memory` chooses.
public final class MemoryProvider implements StoreProvider {

    static final String TYPE = "memory";

    static final ConfigKey<String> CLUSTER = ConfigKey.standard(
            "memory-cluster", ValueTypes.text(), "one", ReloadEffect.NEXT_START, "The name of the cluster.");

    static final StoreTiming TIMING = new StoreTiming(
            StoreKeys.TTL.name(),
            Duration.ofSeconds(1),
            Optional.of(new StoreTiming.Interruption("memory is swapped", "swapping", Duration.ofSeconds(4))));

    private static final KeyGroup GROUP = KeyGroup.ofStore(TYPE, "In memory", "", CLUSTER);

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public KeyGroup keys() {
        return GROUP;
    }

    @Override
    public List<ConfigKey<?>> sharedKeys() {
        return List.of(StoreKeys.TTL);
    }

    @Override
    public ConfigKey<Duration> ttlKey() {
        return StoreKeys.TTL;
    }

    @Override
    public StoreTiming timing() {
        return TIMING;
    }

    @Override
    public Map<String, Optional<String>> defaults(ConfigValues values, Optional<String> interfaceName) {
        return Map.of(StoreProvider.DCS_TIMEOUT, Optional.of("321"));
    }

    @Override
    public Optional<ConfiguredStore> read(
            ConfigValues values, Optional<String> keyPrefix, Optional<NodeName> nodename) {
        if (values.get(CLUSTER).filter(String::isBlank).isPresent()) {
            values.problems().add(values.locationOf(CLUSTER), "found nothing, expected a name");
        }
        return keyPrefix.flatMap(prefix -> values.get(CLUSTER).map(name -> new ConfiguredMemory(prefix, name)));
    }
}
