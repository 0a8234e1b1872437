package io.yaim.api;

import io.yaim.model.View;
import io.yaim.status.StatusSnapshot;
import java.io.IOException;
import java.util.function.Predicate;

/// Where the status snapshot comes from: a running node, or the store itself.
public interface StatusSource {

    StatusSnapshot snapshot() throws IOException;

    /// Waits, for a second at most, until the snapshot matches, so that a client that has written something sees it.
    void awaitView(Predicate<View> shown) throws IOException;
}
