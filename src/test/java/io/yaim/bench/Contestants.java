package io.yaim.bench;

import io.yaim.bench.Contestant.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Several contestants that run at the same time.
final class Contestants implements Closeable {

    private final Map<Kind, Contestant> byKind = new EnumMap<>(Kind.class);

    /// Starts them one after the other.
    ///
    /// @param hosts of each
    /// @param atOnce how many programs start at the same time
    Contestants(List<Kind> kinds, int hosts, int atOnce) throws Exception {
        try {
            for (Kind kind : kinds) {
                Figures.progress("starting " + hosts + " hosts: " + kind);
                var contestant = new Contestant(kind, hosts);
                byKind.put(kind, contestant);
                contestant.start(atOnce);
            }
        } catch (Exception e) {
            try (this) {
                throw e;
            }
        }
    }

    Map<Kind, Contestant> byKind() {
        return Collections.unmodifiableMap(byKind);
    }

    @Override
    public void close() throws IOException {
        var failure = new IOException("close the contestants");
        for (Contestant contestant : byKind.values()) {
            try {
                contestant.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
