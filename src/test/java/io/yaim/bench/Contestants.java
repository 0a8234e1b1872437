package io.yaim.bench;

import io.yaim.bench.Contestant.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Several contestants that run at the same time.
final class Contestants implements Closeable {

    private final List<Contestant> all = new ArrayList<>();

    /// Starts them one after the other.
    ///
    /// @param hosts of each
    /// @param atOnce how many programs start at the same time
    Contestants(List<Kind> kinds, int hosts, int atOnce) throws Exception {
        try {
            for (Kind kind : kinds) {
                Figures.progress("starting " + hosts + " hosts: " + kind);
                var contestant = new Contestant(kind, hosts);
                all.add(contestant);
                contestant.start(atOnce);
            }
        } catch (Exception e) {
            try (this) {
                throw e;
            }
        }
    }

    List<Contestant> all() {
        return List.copyOf(all);
    }

    @Override
    public void close() throws IOException {
        var failure = new IOException("close the contestants");
        for (Contestant contestant : all) {
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
