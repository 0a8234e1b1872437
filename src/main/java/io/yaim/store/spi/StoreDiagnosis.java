package io.yaim.store.spi;

import io.yaim.model.Entry;
import io.yaim.model.Finding;
import java.util.List;
import java.util.Optional;

/// What an examination of the store found.
///
/// @param pool the entries; empty: not known
public record StoreDiagnosis(Optional<List<Entry>> pool, List<Finding> findings) {

    /// The topic of its findings.
    public static final String TOPIC = "store";

    public StoreDiagnosis {
        pool = pool.map(List::copyOf);
        findings = List.copyOf(findings);
    }
}
