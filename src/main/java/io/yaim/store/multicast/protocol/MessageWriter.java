package io.yaim.store.multicast.protocol;

import io.yaim.model.LeaseId;
import io.yaim.store.Condition;
import io.yaim.store.KeyEvent;
import io.yaim.store.NumericLeaseId;
import io.yaim.store.RawKey;
import io.yaim.store.Transaction;
import io.yaim.store.Write;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;

/// Writes the parts of messages. [MessageReader] is its counterpart.
final class MessageWriter {

    static final byte ABSENT = 1;
    static final byte PRESENT = 2;
    static final byte AT = 3;
    static final byte PUT = 1;
    static final byte DELETE = 2;

    private final DataOutputStream out;

    interface ElementWriter<T> {
        MessageWriter put(MessageWriter out, T each) throws IOException;
    }

    MessageWriter(DataOutputStream out) {
        this.out = out;
    }

    MessageWriter putHeader(byte kind, Term term) throws IOException {
        return putByte(kind).put(term);
    }

    MessageWriter putInt(int value) throws IOException {
        out.writeInt(value);
        return this;
    }

    MessageWriter putByte(byte value) throws IOException {
        out.writeByte(value);
        return this;
    }

    MessageWriter putLong(long value) throws IOException {
        out.writeLong(value);
        return this;
    }

    MessageWriter putBoolean(boolean value) throws IOException {
        out.writeBoolean(value);
        return this;
    }

    MessageWriter putText(String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
        return this;
    }

    <T> MessageWriter putEach(Collection<T> all, ElementWriter<? super T> elementWriter) throws IOException {
        out.writeInt(all.size());
        for (T each : all) {
            elementWriter.put(this, each);
        }
        return this;
    }

    MessageWriter put(Term term) throws IOException {
        return putLong(term.viewNumber())
                .putInt(term.attempt())
                .putText(term.coordinator().id());
    }

    MessageWriter put(Voter voter) throws IOException {
        return putText(voter.name().value()).putLong(voter.ineligibleFor().toMillis());
    }

    MessageWriter put(RawSnapshot rawSnapshot) throws IOException {
        return putLong(rawSnapshot.revision())
                .putLong(rawSnapshot.poolVersion())
                .putEach(rawSnapshot.keys(), MessageWriter::put);
    }

    MessageWriter put(RawKey rawKey) throws IOException {
        return putText(rawKey.key())
                .putText(rawKey.value())
                .putLong(rawKey.revision())
                .putOptionalLease(rawKey.lease());
    }

    MessageWriter put(KeyEvent event) throws IOException {
        return switch (event) {
            case KeyEvent.Written(var rawKey) -> putByte(PUT).put(rawKey);
            case KeyEvent.Deleted(var key, var revision) ->
                putByte(DELETE).putText(key).putLong(revision);
        };
    }

    MessageWriter put(Transaction transaction) throws IOException {
        return putEach(transaction.conditions(), MessageWriter::put).putEach(transaction.writes(), MessageWriter::put);
    }

    MessageWriter put(Condition condition) throws IOException {
        return switch (condition) {
            case Condition.Absent(var key) -> putByte(ABSENT).putText(key);
            case Condition.Present(var key) -> putByte(PRESENT).putText(key);
            case Condition.AtRevision(var key, var revision) ->
                putByte(AT).putText(key).putLong(revision);
        };
    }

    MessageWriter put(Write write) throws IOException {
        return switch (write) {
            case Write.Put(var key, var value, var lease) ->
                putByte(PUT).putText(key).putText(value).putOptionalLease(lease);
            case Write.Delete(var key) -> putByte(DELETE).putText(key);
        };
    }

    MessageWriter putLease(LeaseId lease) throws IOException {
        return putLong(NumericLeaseId.number(lease));
    }

    MessageWriter putOptionalLease(Optional<LeaseId> lease) throws IOException {
        return putLong(lease.map(NumericLeaseId::number).orElse(0L));
    }
}
