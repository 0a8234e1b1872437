package io.yaim.setting;

import java.util.List;
import java.util.Optional;

/// The keys of one subject: a section of the sample file, of the reference and of the manual page.
///
/// @param title names the section
/// @param intro what the sample file says before the first key; may be empty
/// @param store the `dcs-type` with which alone these keys may be set; empty: with any
/// @param keys in the order of the documentation
public record KeyGroup(String title, String intro, Optional<String> store, List<ConfigKey<?>> keys) {

    public KeyGroup {
        keys = List.copyOf(keys);
    }

    /// Keys that may be set with any store.
    public static KeyGroup of(String title, String intro, ConfigKey<?>... keys) {
        return new KeyGroup(title, intro, Optional.empty(), List.of(keys));
    }

    /// Keys of one store.
    public static KeyGroup ofStore(String store, String title, String intro, ConfigKey<?>... keys) {
        return new KeyGroup(title, intro, Optional.of(store), List.of(keys));
    }

    /// Whether these keys may not be set with that store.
    public boolean isForeignTo(String otherStore) {
        return store.filter(own -> !own.equals(otherStore)).isPresent();
    }
}
