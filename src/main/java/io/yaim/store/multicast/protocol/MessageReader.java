package io.yaim.store.multicast.protocol;

import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.store.Condition;
import io.yaim.store.KeyEvent;
import io.yaim.store.NumericLeaseId;
import io.yaim.store.RawKey;
import io.yaim.store.Transaction;
import io.yaim.store.Write;
import io.yaim.store.multicast.group.MemberId;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the parts of messages. No part can be larger than the message.
final class MessageReader {

    private final DataInputStream in;

    interface ElementReader<T> {
        T read(MessageReader in) throws IOException;
    }

    MessageReader(DataInputStream in) {
        this.in = in;
    }

    int readInt() throws IOException {
        return in.readInt();
    }

    byte readByte() throws IOException {
        return in.readByte();
    }

    boolean readBoolean() throws IOException {
        return in.readBoolean();
    }

    /// Any number.
    long readLong() throws IOException {
        return in.readLong();
    }

    /// A number that is not negative.
    long readCount() throws IOException {
        long count = in.readLong();
        if (count < 0) {
            throw new IOException("a count below 0");
        }
        return count;
    }

    String readText() throws IOException {
        return new String(in.readNBytes(readLength()), StandardCharsets.UTF_8);
    }

    <T> List<T> readEach(ElementReader<T> elementReader) throws IOException {
        int size = readLength();
        var all = new ArrayList<T>();
        for (int i = 0; i < size; i++) {
            all.add(elementReader.read(this));
        }
        return all;
    }

    Term readTerm() throws IOException {
        return new Term(readCount(), in.readInt(), new MemberId(readText()));
    }

    Voter readVoter() throws IOException {
        return new Voter(new NodeName(readText()), Duration.ofMillis(readCount()));
    }

    RawSnapshot readSnapshot() throws IOException {
        return new RawSnapshot(readCount(), readCount(), readEach(MessageReader::readRawKey));
    }

    RawKey readRawKey() throws IOException {
        return new RawKey(readText(), readText(), readCount(), readOptionalLease());
    }

    KeyEvent readEvent() throws IOException {
        byte kind = readByte();
        return switch (kind) {
            case MessageWriter.PUT -> new KeyEvent.Written(readRawKey());
            case MessageWriter.DELETE -> new KeyEvent.Deleted(readText(), readCount());
            default -> throw new IOException("event of kind " + kind);
        };
    }

    Transaction readTransaction() throws IOException {
        return new Transaction(readEach(MessageReader::readCondition), readEach(MessageReader::readWrite));
    }

    void requireEnd() throws IOException {
        if (in.available() > 0) {
            throw new IOException(in.available() + " bytes too many");
        }
    }

    private Condition readCondition() throws IOException {
        byte kind = readByte();
        return switch (kind) {
            case MessageWriter.ABSENT -> new Condition.Absent(readText());
            case MessageWriter.PRESENT -> new Condition.Present(readText());
            case MessageWriter.AT -> new Condition.AtRevision(readText(), readCount());
            default -> throw new IOException("condition of kind " + kind);
        };
    }

    private Write readWrite() throws IOException {
        byte kind = readByte();
        return switch (kind) {
            case MessageWriter.PUT -> new Write.Put(readText(), readText(), readOptionalLease());
            case MessageWriter.DELETE -> new Write.Delete(readText());
            default -> throw new IOException("write of kind " + kind);
        };
    }

    LeaseId readLease() throws IOException {
        return NumericLeaseId.of(in.readLong());
    }

    Optional<LeaseId> readOptionalLease() throws IOException {
        long number = in.readLong();
        return number == 0 ? Optional.empty() : Optional.of(NumericLeaseId.of(number));
    }

    /// At most the number of bytes that are left: each item takes one at least.
    private int readLength() throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("length " + length + " of " + in.available());
        }
        return length;
    }
}
