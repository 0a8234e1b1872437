package io.yaim.store.multicast;

import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.store.Condition;
import io.yaim.store.KeyEvent;
import io.yaim.store.Stored;
import io.yaim.store.Transaction;
import io.yaim.store.Write;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what notes are made of, none of it larger than what there is to read.
final class Reading {

    private final DataInputStream in;

    interface Reader<T> {
        T read(Reading in) throws IOException;
    }

    Reading(DataInputStream in) {
        this.in = in;
    }

    int number() throws IOException {
        return in.readInt();
    }

    byte code() throws IOException {
        return in.readByte();
    }

    boolean truth() throws IOException {
        return in.readBoolean();
    }

    /// Any number.
    long any() throws IOException {
        return in.readLong();
    }

    /// A number that is not below 0.
    long count() throws IOException {
        long count = in.readLong();
        if (count < 0) {
            throw new IOException("a count below 0");
        }
        return count;
    }

    String text() throws IOException {
        return new String(in.readNBytes(length()), StandardCharsets.UTF_8);
    }

    <T> List<T> each(Reader<T> reader) throws IOException {
        int size = length();
        var all = new ArrayList<T>();
        for (int i = 0; i < size; i++) {
            all.add(reader.read(this));
        }
        return all;
    }

    Term term() throws IOException {
        return new Term(count(), in.readInt(), new Seat(text()));
    }

    Voter voter() throws IOException {
        return new Voter(new NodeName(text()), Duration.ofMillis(count()));
    }

    Picture picture() throws IOException {
        return new Picture(count(), count(), each(Reading::stored));
    }

    Stored stored() throws IOException {
        return new Stored(text(), text(), count(), lease());
    }

    KeyEvent event() throws IOException {
        byte kind = code();
        return switch (kind) {
            case Words.PUT -> new KeyEvent.Written(stored());
            case Words.DELETE -> new KeyEvent.Deleted(text(), count());
            default -> throw new IOException("event of kind " + kind);
        };
    }

    Transaction transaction() throws IOException {
        return new Transaction(each(Reading::condition), each(Reading::write));
    }

    void requireEnd() throws IOException {
        if (in.available() > 0) {
            throw new IOException(in.available() + " bytes too many");
        }
    }

    private Condition condition() throws IOException {
        byte kind = code();
        return switch (kind) {
            case Words.ABSENT -> new Condition.Absent(text());
            case Words.PRESENT -> new Condition.Present(text());
            case Words.AT -> new Condition.At(text(), count());
            default -> throw new IOException("condition of kind " + kind);
        };
    }

    private Write write() throws IOException {
        byte kind = code();
        return switch (kind) {
            case Words.PUT -> new Write.Put(text(), text(), lease());
            case Words.DELETE -> new Write.Delete(text());
            default -> throw new IOException("write of kind " + kind);
        };
    }

    private Optional<LeaseId> lease() throws IOException {
        long id = in.readLong();
        return id == 0 ? Optional.empty() : Optional.of(new LeaseId(id));
    }

    /// No more than there are bytes left: each takes one at least.
    private int length() throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("length " + length + " of " + in.available());
        }
        return length;
    }
}
