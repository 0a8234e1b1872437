package io.yaim.store.spi;

import io.yaim.setting.ConfigKey;
import io.yaim.setting.ConfigValues;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/// The known types of stores, by name.
public final class StoreProviders {

    public static final String DEFAULT_TYPE = "etcd";

    private final SortedMap<String, StoreProvider> byType = new TreeMap<>();

    private StoreProviders(Collection<? extends StoreProvider> providers) {
        for (StoreProvider provider : providers) {
            if (byType.put(provider.type(), provider) != null) {
                throw new IllegalArgumentException("two providers have the store type '" + provider.type() + "'");
            }
        }
    }

    /// The providers on the class path.
    public static StoreProviders installed() {
        return of(ServiceLoader.load(StoreProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /// The given providers.
    ///
    /// @throws IllegalArgumentException two providers have the same type
    public static StoreProviders of(Collection<? extends StoreProvider> providers) {
        return new StoreProviders(providers);
    }

    public List<StoreProvider> all() {
        return List.copyOf(byType.values());
    }

    /// The provider of this type; the default one if there is none.
    public StoreProvider get(String type) {
        return byType.getOrDefault(
                type, byType.getOrDefault(DEFAULT_TYPE, byType.firstEntry().getValue()));
    }

    /// The type that the values select: by `dcs-type`, or else by a key that implies a type. An unknown type is a
    /// problem.
    public StoreProvider select(ConfigValues values) {
        StoreProvider standard = get(values.get(StoreKeys.DCS_TYPE).orElse(DEFAULT_TYPE));
        if (values.has(StoreKeys.DCS_TYPE)) {
            values.raw(StoreKeys.DCS_TYPE.name())
                    .filter(_ -> values.get(StoreKeys.DCS_TYPE)
                            .filter(type -> !byType.containsKey(type))
                            .isPresent())
                    .ifPresent(rawValue -> values.problems().add(rawValue, expectedTypes()));
            return standard;
        }
        return byType.values().stream()
                .filter(provider -> isImplied(provider, values))
                .filter(_ -> !isImplied(standard, values))
                .findFirst()
                .orElse(standard);
    }

    private String expectedTypes() {
        return byType.size() == 1 ? byType.firstKey() : "one of " + String.join(", ", byType.keySet());
    }

    private static boolean isImplied(StoreProvider provider, ConfigValues values) {
        return provider.impliedBy().stream().anyMatch(values::has);
    }

    /// Whether the key is one of those that not every type has.
    public boolean areRestricted(ConfigKey<?> configKey) {
        return byType.values().stream()
                .anyMatch(provider -> provider.keys().keys().contains(configKey));
    }

    /// What to use with `type` instead of a key that must not be set with it.
    public String replacement(ConfigKey<?> foreign, StoreProvider type) {
        Optional<String> ttlKey =
                byType.values().stream().anyMatch(provider -> provider.ttlKey().equals(foreign))
                        ? Optional.of(type.ttlKey().name())
                        : Optional.empty();
        return ttlKey.or(() -> Optional.ofNullable(type.replacements().get(foreign.name())))
                .map(other -> other + " instead")
                .orElseGet(() -> "only with " + takers(foreign));
    }

    private String takers(ConfigKey<?> configKey) {
        List<String> takers = byType.values().stream()
                .filter(provider -> provider.takes(configKey))
                .map(StoreProvider::type)
                .toList();
        return String.join(" or ", takers);
    }
}
