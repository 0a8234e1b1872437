package io.yaim.bench;

import io.yaim.bench.ComparedCluster.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Several compared clusters that run at the same time.
final class ComparedClusters implements Closeable {

    private final List<ComparedCluster> all = new ArrayList<>();

    /// Starts them one after the other.
    ///
    /// @param hosts the number of hosts of each
    /// @param atOnce how many programs start at the same time
    ComparedClusters(List<Kind> kinds, int hosts, int atOnce) throws Exception {
        try {
            for (Kind kind : kinds) {
                Figures.progress("starting " + hosts + " hosts: " + kind);
                var comparedCluster = new ComparedCluster(kind, hosts);
                all.add(comparedCluster);
                comparedCluster.start(atOnce);
            }
        } catch (Exception e) {
            try (this) {
                throw e;
            }
        }
    }

    List<ComparedCluster> all() {
        return List.copyOf(all);
    }

    @Override
    public void close() throws IOException {
        var failure = new IOException("close the contestants");
        for (ComparedCluster comparedCluster : all) {
            try {
                comparedCluster.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
