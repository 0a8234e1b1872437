package io.yaim.store.multicast;

import io.yaim.model.LeaseId;
import io.yaim.model.VirtualIp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;

/// Notes as bytes: a version, a kind, and fields in network byte order. What comes in was written by one who
/// knows the secret, and is bounded all the same.
final class NoteCodec {

    private static final int VERSION = 0x79616d02;

    private static final byte ASK = 1;
    private static final byte ANSWER = 2;
    private static final byte CALL = 3;
    private static final byte REPORT = 4;
    private static final byte STATE = 5;
    private static final byte EVENTS = 6;
    private static final byte SEEN = 7;
    private static final byte LOST = 8;
    private static final byte KNOWN = 9;
    private static final byte PRESENT = 10;
    private static final byte POLL = 11;
    private static final byte FOLLOWS = 12;
    private static final byte AHEAD = 13;

    private static final byte JOIN = 1;
    private static final byte RENEW = 2;
    private static final byte COMMIT = 3;
    private static final byte LEAVE = 4;
    private static final byte HAND = 5;
    private static final byte PROPOSE = 6;

    private static final byte GRANTED = 1;
    private static final byte RENEWED = 2;
    private static final byte COMMITTED = 3;
    private static final byte DONE = 4;
    private static final byte ENDED = 5;
    private static final byte NOT_NOW = 6;

    byte[] encode(Note note) {
        var bytes = new ByteArrayOutputStream();
        var out = new Words(new DataOutputStream(bytes));
        try {
            out.putInt(VERSION);
            put(out, note);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /// @throws IOException it is no note of this version
    Note decode(byte[] message) throws IOException {
        var in = new Reading(new DataInputStream(new ByteArrayInputStream(message)));
        try {
            if (in.number() != VERSION) {
                throw new IOException("another version");
            }
            Note note = note(in);
            in.requireEnd();
            return note;
        } catch (EOFException e) {
            throw new IOException("cut short after " + message.length + " bytes", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void put(Words out, Note note) throws IOException {
        switch (note) {
            case Note.Ask(var term, var id, var request) -> {
                out.begin(ASK, term).putLong(id);
                put(out, request);
            }
            case Note.Answer(var term, var id, var reply) -> {
                out.begin(ANSWER, term).putLong(id);
                put(out, reply);
            }
            case Note.Call(var term) -> out.begin(CALL, term);
            case Note.Report report -> put(out, report);
            case Note.State(var term, var picture, var counts) ->
                out.begin(STATE, term).put(picture).putBoolean(counts);
            case Note.Events(var term, var from, var to, var poolVersion, var events) -> {
                out.begin(EVENTS, term).putLong(from).putLong(to).putLong(poolVersion);
                out.putEach(events, Words::put);
            }
            case Note.Seen(var term, var revision) -> out.begin(SEEN, term).putLong(revision);
            case Note.Known(var term, var revision) -> out.begin(KNOWN, term).putLong(revision);
            case Note.Lost(var term) -> out.begin(LOST, term);
            case Note.Present(var term, var voter) -> out.begin(PRESENT, term).put(voter);
            case Note.Poll(var term, var number, var known) ->
                out.begin(POLL, term).putLong(number).putLong(known);
            case Note.Follows(var term, var number) -> out.begin(FOLLOWS, term).putLong(number);
            case Note.Ahead(var term, var followed) -> out.begin(AHEAD, term).put(followed);
        }
    }

    private static void put(Words out, Note.Report report) throws IOException {
        out.begin(REPORT, report.term()).putBoolean(report.of().isPresent());
        if (report.of().isPresent()) {
            out.put(report.of().get());
        }
        out.put(report.picture());
        out.putLong(report.lease().map(LeaseId::value).orElse(0L));
        out.putLong(report.unsure().toMillis());
        put(out, report.pool());
        out.putBoolean(report.voter().isPresent());
        if (report.voter().isPresent()) {
            out.put(report.voter().get());
        }
    }

    private static void put(Words out, Request request) throws IOException {
        switch (request) {
            case Request.Join _ -> out.putByte(JOIN);
            case Request.Renew(var lease) -> out.putByte(RENEW).putLong(lease.value());
            case Request.Commit(var lease, var transactions) -> {
                out.putByte(COMMIT).putLong(lease.value());
                out.putEach(transactions, Words::put);
            }
            case Request.Leave(var lease) -> out.putByte(LEAVE).putLong(lease.value());
            case Request.Hand(var transactions) -> out.putByte(HAND).putEach(transactions, Words::put);
            case Request.Propose(var pool) -> {
                out.putByte(PROPOSE);
                put(out, pool);
            }
        }
    }

    private static void put(Words out, Reply reply) throws IOException {
        switch (reply) {
            case Reply.Granted(var lease, var ttl) ->
                out.putByte(GRANTED).putLong(lease.value()).putLong(ttl.toMillis());
            case Reply.Renewed(var ttl) -> out.putByte(RENEWED).putLong(ttl.toMillis());
            case Reply.Committed(var revision, var effects) ->
                out.putByte(COMMITTED).putLong(revision).putEach(effects, Words::putBoolean);
            case Reply.Done _ -> out.putByte(DONE);
            case Reply.Ended _ -> out.putByte(ENDED);
            case Reply.NotNow(var reason) -> out.putByte(NOT_NOW).putText(reason);
        }
    }

    private static void put(Words out, Edition edition) throws IOException {
        out.putLong(edition.version());
        out.putEach(
                edition.entries().entrySet(),
                (words, entry) -> words.putText(entry.getKey().toString()).putText(entry.getValue()));
    }

    private static Note note(Reading in) throws IOException {
        byte kind = in.code();
        Term term = in.term();
        return switch (kind) {
            case ASK -> new Note.Ask(term, in.count(), request(in));
            case ANSWER -> new Note.Answer(term, in.count(), reply(in));
            case CALL -> new Note.Call(term);
            case REPORT -> report(in, term);
            case STATE -> new Note.State(term, in.picture(), in.truth());
            case EVENTS -> new Note.Events(term, in.count(), in.count(), in.count(), in.each(Reading::event));
            case SEEN -> new Note.Seen(term, in.count());
            case KNOWN -> new Note.Known(term, in.count());
            case LOST -> new Note.Lost(term);
            case PRESENT -> new Note.Present(term, in.voter());
            case POLL -> new Note.Poll(term, in.count(), in.count());
            case FOLLOWS -> new Note.Follows(term, in.count());
            case AHEAD -> new Note.Ahead(term, in.term());
            default -> throw new IOException("note of kind " + kind);
        };
    }

    private static Note.Report report(Reading in, Term term) throws IOException {
        Optional<Term> of = in.truth() ? Optional.of(in.term()) : Optional.empty();
        Picture picture = in.picture();
        long lease = in.any();
        Optional<LeaseId> held = lease == 0 ? Optional.empty() : Optional.of(new LeaseId(lease));
        Duration unsure = Duration.ofMillis(in.count());
        Edition pool = edition(in);
        Optional<Voter> voter = in.truth() ? Optional.of(in.voter()) : Optional.empty();
        return new Note.Report(term, of, picture, held, unsure, pool, voter);
    }

    private static Request request(Reading in) throws IOException {
        byte kind = in.code();
        return switch (kind) {
            case JOIN -> new Request.Join();
            case RENEW -> new Request.Renew(new LeaseId(in.any()));
            case COMMIT -> new Request.Commit(new LeaseId(in.any()), in.each(Reading::transaction));
            case LEAVE -> new Request.Leave(new LeaseId(in.any()));
            case HAND -> new Request.Hand(in.each(Reading::transaction));
            case PROPOSE -> new Request.Propose(edition(in));
            default -> throw new IOException("request of kind " + kind);
        };
    }

    private static Reply reply(Reading in) throws IOException {
        byte kind = in.code();
        return switch (kind) {
            case GRANTED -> new Reply.Granted(new LeaseId(in.any()), Duration.ofMillis(in.count()));
            case RENEWED -> new Reply.Renewed(Duration.ofMillis(in.count()));
            case COMMITTED -> new Reply.Committed(in.count(), in.each(Reading::truth));
            case DONE -> new Reply.Done();
            case ENDED -> new Reply.Ended();
            case NOT_NOW -> new Reply.NotNow(in.text());
            default -> throw new IOException("reply of kind " + kind);
        };
    }

    private static Edition edition(Reading in) throws IOException {
        long version = in.count();
        var entries = new TreeMap<VirtualIp, String>();
        in.each(one -> entries.put(VirtualIp.parse(one.text()), one.text()));
        return new Edition(version, entries);
    }
}
