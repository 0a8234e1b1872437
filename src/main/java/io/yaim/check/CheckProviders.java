package io.yaim.check;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The types of checks that are known, by name.
public final class CheckProviders {

    private final SortedMap<String, CheckProvider> byType;

    private CheckProviders(SortedMap<String, CheckProvider> byType) {
        this.byType = byType;
    }

    /// Those on the class path.
    public static CheckProviders builtIn() {
        return of(ServiceLoader.load(CheckProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /// Refuses, with an [IllegalArgumentException], two of the same type.
    public static CheckProviders of(Collection<? extends CheckProvider> providers) {
        SortedMap<String, CheckProvider> byType = new TreeMap<>();
        for (CheckProvider provider : providers) {
            if (byType.put(provider.type(), provider) != null) {
                throw new IllegalArgumentException("two providers of checks of the type '" + provider.type() + "'");
            }
        }
        return new CheckProviders(byType);
    }

    /// These and another one.
    public CheckProviders with(CheckProvider further) {
        return of(Stream.concat(byType.values().stream(), Stream.of(further)).toList());
    }

    public SortedSet<String> types() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(byType.keySet()));
    }

    public List<CheckProvider> all() {
        return List.copyOf(byType.values());
    }

    public Optional<CheckProvider> find(String type) {
        return Optional.ofNullable(byType.get(type));
    }

    /// The provider of this type; the exception, when there is none, names those there are.
    public CheckProvider of(String type) throws UnknownCheckTypeException {
        return find(type).orElseThrow(() -> new UnknownCheckTypeException(type, byType.keySet()));
    }

    /// Makes the check that these settings describe.
    public ConfiguredCheck create(CheckSettings settings) throws UnknownCheckTypeException, InvalidOptionException {
        return new ConfiguredCheck(settings, of(settings.type()).create(settings));
    }
}
