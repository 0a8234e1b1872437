package io.yaim.config.parts;

import io.yaim.model.VirtualIp;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The pool of the file.
///
/// @param version from 0; absent: not given
/// @param entries the options of each address, as an entry's value in the store has them: JSON in one
///     spelling, so that equal options are equal texts; empty for none
public record PoolConfig(Optional<Long> version, SortedMap<VirtualIp, String> entries) {

    public PoolConfig {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }
}
