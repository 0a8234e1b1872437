package io.yaim.store.multicast;

import io.yaim.model.LeaseId;
import io.yaim.store.Condition;
import io.yaim.store.KeyEvent;
import io.yaim.store.Stored;
import io.yaim.store.Transaction;
import io.yaim.store.Write;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;

/// Writes what notes are made of. [Reading] is its counterpart.
final class Words {

    static final byte ABSENT = 1;
    static final byte PRESENT = 2;
    static final byte AT = 3;
    static final byte PUT = 1;
    static final byte DELETE = 2;

    private final DataOutputStream out;

    interface Writer<T> {
        Words put(Words out, T each) throws IOException;
    }

    Words(DataOutputStream out) {
        this.out = out;
    }

    Words begin(byte kind, Term term) throws IOException {
        return putByte(kind).put(term);
    }

    Words putInt(int value) throws IOException {
        out.writeInt(value);
        return this;
    }

    Words putByte(byte value) throws IOException {
        out.writeByte(value);
        return this;
    }

    Words putLong(long value) throws IOException {
        out.writeLong(value);
        return this;
    }

    Words putBoolean(boolean value) throws IOException {
        out.writeBoolean(value);
        return this;
    }

    Words putText(String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
        return this;
    }

    <T> Words putEach(Collection<T> all, Writer<? super T> writer) throws IOException {
        out.writeInt(all.size());
        for (T each : all) {
            writer.put(this, each);
        }
        return this;
    }

    Words put(Term term) throws IOException {
        return putLong(term.roll())
                .putInt(term.attempt())
                .putText(term.coordinator().id());
    }

    Words put(Voter voter) throws IOException {
        return putText(voter.name().value()).putLong(voter.idle().toMillis());
    }

    Words put(Picture picture) throws IOException {
        return putLong(picture.revision()).putLong(picture.poolVersion()).putEach(picture.keys(), Words::put);
    }

    Words put(Stored stored) throws IOException {
        return putText(stored.key())
                .putText(stored.value())
                .putLong(stored.revision())
                .putLease(stored.lease());
    }

    Words put(KeyEvent event) throws IOException {
        return switch (event) {
            case KeyEvent.Written(var stored) -> putByte(PUT).put(stored);
            case KeyEvent.Deleted(var key, var revision) ->
                putByte(DELETE).putText(key).putLong(revision);
        };
    }

    Words put(Transaction transaction) throws IOException {
        return putEach(transaction.conditions(), Words::put).putEach(transaction.writes(), Words::put);
    }

    Words put(Condition condition) throws IOException {
        return switch (condition) {
            case Condition.Absent(var key) -> putByte(ABSENT).putText(key);
            case Condition.Present(var key) -> putByte(PRESENT).putText(key);
            case Condition.At(var key, var revision) -> putByte(AT).putText(key).putLong(revision);
        };
    }

    Words put(Write write) throws IOException {
        return switch (write) {
            case Write.Put(var key, var value, var lease) ->
                putByte(PUT).putText(key).putText(value).putLease(lease);
            case Write.Delete(var key) -> putByte(DELETE).putText(key);
        };
    }

    private Words putLease(Optional<LeaseId> lease) throws IOException {
        return putLong(lease.map(LeaseId::value).orElse(0L));
    }
}
