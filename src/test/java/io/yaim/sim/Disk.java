package io.yaim.sim;

import io.yaim.cli.afterlife.Guard;
import io.yaim.cli.afterlife.LifeRecord;
import io.yaim.model.NodeName;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What is written down on a machine of the nodes that lived on it.
final class Disk {

    private final Map<NodeName, LifeRecord> records = new HashMap<>();
    boolean isFull;

    /// The record of one node, as one process reads and writes it.
    ///
    /// @param point run where the process can be stopped
    Guard.Book book(NodeName name, Runnable point) {
        return new Guard.Book() {
            @Override
            public Optional<LifeRecord> read() {
                return Optional.ofNullable(records.get(name));
            }

            @Override
            public void write(LifeRecord record) throws IOException {
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
