package io.yaim.api;

import io.yaim.model.View;
import io.yaim.status.StatusSnapshot;
import java.io.IOException;
import java.util.function.Predicate;

/// Where the picture comes from that is told: a running node, or the store itself.
public interface StatusSource {

    StatusSnapshot snapshot() throws IOException;

    /// Waits, for a second at most, until the picture is one that shows this, so that whoever wrote
    /// something sees it.
    void awaitView(Predicate<View> shown) throws IOException;
}
