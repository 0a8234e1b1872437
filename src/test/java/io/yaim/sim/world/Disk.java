package io.yaim.sim.world;

import io.yaim.daemon.recovery.Cleanup;
import io.yaim.daemon.recovery.IncarnationRecord;
import io.yaim.model.NodeName;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The files that nodes have written on a machine.
public final class Disk {

    private final Map<NodeName, IncarnationRecord> records = new HashMap<>();
    public boolean isFull;

    /// The record of one node, as one process reads and writes it.
    ///
    /// @param point run where the process can be stopped
    Cleanup.RecordStorage recordFile(NodeName name, Runnable point) {
        return new Cleanup.RecordStorage() {
            @Override
            public Optional<IncarnationRecord> read() {
                return Optional.ofNullable(records.get(name));
            }

            @Override
            public void write(IncarnationRecord record) throws IOException {
                point.run();
                if (isFull) {
                    throw new IOException("write down a life: no space left on device");
                }
                records.put(name, record);
                point.run();
            }
        };
    }
}
