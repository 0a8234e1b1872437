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

/// The known types of checks, by name.
public final class CheckProviders {

    private final SortedMap<String, CheckProvider> byType;

    private CheckProviders(SortedMap<String, CheckProvider> byType) {
        this.byType = byType;
    }

    /// The providers on the class path.
    public static CheckProviders builtIn() {
        return of(ServiceLoader.load(CheckProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /// The given providers.
    ///
    /// @throws IllegalArgumentException two providers have the same type
    public static CheckProviders of(Collection<? extends CheckProvider> providers) {
        SortedMap<String, CheckProvider> byType = new TreeMap<>();
        for (CheckProvider provider : providers) {
            if (byType.put(provider.type(), provider) != null) {
                throw new IllegalArgumentException("two providers have the check type '" + provider.type() + "'");
            }
        }
        return new CheckProviders(byType);
    }

    /// These providers and one more.
    ///
    /// @throws IllegalArgumentException the type is already known
    public CheckProviders with(CheckProvider provider) {
        return of(Stream.concat(byType.values().stream(), Stream.of(provider)).toList());
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

    /// The provider of this type.
    ///
    /// @throws UnknownCheckTypeException there is none; the message lists the known types
    public CheckProvider of(String type) throws UnknownCheckTypeException {
        return find(type).orElseThrow(() -> new UnknownCheckTypeException(type, byType.keySet()));
    }

    /// Creates the check with these settings.
    public ConfiguredCheck create(CheckSettings settings) throws UnknownCheckTypeException, InvalidOptionException {
        return new ConfiguredCheck(settings, of(settings.type()).create(settings));
    }
}
