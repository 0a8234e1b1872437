package io.yaim.store.multicast.protocol;

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

/// Encodes messages: a version, a kind, and fields in network byte order. What is received was written by a process
/// that knows the secret, but its size is limited all the same.
public final class GroupMessageCodec {

    private static final int VERSION = 0x79616d02;

    private static final byte REQUEST = 1;
    private static final byte REPLY = 2;
    private static final byte REPORT_REQUEST = 3;
    private static final byte REPORT = 4;
    private static final byte FULL_STATE = 5;
    private static final byte EVENTS = 6;
    private static final byte ACK = 7;
    private static final byte STATE_REQUEST = 8;
    private static final byte COMMIT_REVISION = 9;
    private static final byte VOTER_PRESENT = 10;
    private static final byte HEARTBEAT = 11;
    private static final byte HEARTBEAT_ACK = 12;
    private static final byte HIGHER_TERM = 13;

    private static final byte OBTAIN_LEASE = 1;
    private static final byte RENEW_LEASE = 2;
    private static final byte COMMIT = 3;
    private static final byte REVOKE_LEASE = 4;
    private static final byte ADMIN_COMMIT = 5;
    private static final byte PROPOSE_POOL = 6;

    private static final byte GRANTED = 1;
    private static final byte RENEWED = 2;
    private static final byte COMMITTED = 3;
    private static final byte DONE = 4;
    private static final byte LEASE_ENDED = 5;
    private static final byte REJECTED = 6;

    public byte[] encode(GroupMessage groupMessage) {
        var bytes = new ByteArrayOutputStream();
        var out = new MessageWriter(new DataOutputStream(bytes));
        try {
            out.putInt(VERSION);
            put(out, groupMessage);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /// Decodes a message.
    ///
    /// @throws IOException it is not a message of this version
    public GroupMessage decode(byte[] message) throws IOException {
        var in = new MessageReader(new DataInputStream(new ByteArrayInputStream(message)));
        try {
            if (in.readInt() != VERSION) {
                throw new IOException("another version");
            }
            GroupMessage groupMessage = message(in);
            in.requireEnd();
            return groupMessage;
        } catch (EOFException e) {
            throw new IOException("cut short after " + message.length + " bytes", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void put(MessageWriter out, GroupMessage groupMessage) throws IOException {
        switch (groupMessage) {
            case GroupMessage.RequestMessage(var term, var id, var request) -> {
                out.putHeader(REQUEST, term).putLong(id);
                put(out, request);
            }
            case GroupMessage.ReplyMessage(var term, var id, var reply) -> {
                out.putHeader(REPLY, term).putLong(id);
                put(out, reply);
            }
            case GroupMessage.ReportRequest(var term) -> out.putHeader(REPORT_REQUEST, term);
            case GroupMessage.Report report -> put(out, report);
            case GroupMessage.FullState(var term, var rawSnapshot, var counts) ->
                out.putHeader(FULL_STATE, term).put(rawSnapshot).putBoolean(counts);
            case GroupMessage.Events(var term, var from, var to, var poolVersion, var events) -> {
                out.putHeader(EVENTS, term).putLong(from).putLong(to).putLong(poolVersion);
                out.putEach(events, MessageWriter::put);
            }
            case GroupMessage.Ack(var term, var revision) ->
                out.putHeader(ACK, term).putLong(revision);
            case GroupMessage.CommitRevision(var term, var revision) ->
                out.putHeader(COMMIT_REVISION, term).putLong(revision);
            case GroupMessage.StateRequest(var term) -> out.putHeader(STATE_REQUEST, term);
            case GroupMessage.VoterPresent(var term, var voter) ->
                out.putHeader(VOTER_PRESENT, term).put(voter);
            case GroupMessage.Heartbeat(var term, var number, var known) ->
                out.putHeader(HEARTBEAT, term).putLong(number).putLong(known);
            case GroupMessage.HeartbeatAck(var term, var number) ->
                out.putHeader(HEARTBEAT_ACK, term).putLong(number);
            case GroupMessage.HigherTerm(var term, var followed) ->
                out.putHeader(HIGHER_TERM, term).put(followed);
        }
    }

    private static void put(MessageWriter out, GroupMessage.Report report) throws IOException {
        out.putHeader(REPORT, report.term()).putBoolean(report.stateTerm().isPresent());
        if (report.stateTerm().isPresent()) {
            out.put(report.stateTerm().get());
        }
        out.put(report.snapshot());
        out.putOptionalLease(report.lease());
        out.putLong(report.unsureFor().toMillis());
        put(out, report.pool());
        out.putBoolean(report.voter().isPresent());
        if (report.voter().isPresent()) {
            out.put(report.voter().get());
        }
    }

    private static void put(MessageWriter out, Request request) throws IOException {
        switch (request) {
            case Request.ObtainLease _ -> out.putByte(OBTAIN_LEASE);
            case Request.RenewLease(var lease) -> out.putByte(RENEW_LEASE).putLease(lease);
            case Request.Commit(var lease, var transactions) -> {
                out.putByte(COMMIT).putLease(lease);
                out.putEach(transactions, MessageWriter::put);
            }
            case Request.RevokeLease(var lease) -> out.putByte(REVOKE_LEASE).putLease(lease);
            case Request.AdminCommit(var transactions) ->
                out.putByte(ADMIN_COMMIT).putEach(transactions, MessageWriter::put);
            case Request.ProposePool(var pool) -> {
                out.putByte(PROPOSE_POOL);
                put(out, pool);
            }
        }
    }

    private static void put(MessageWriter out, Reply reply) throws IOException {
        switch (reply) {
            case Reply.Granted(var lease, var ttl) ->
                out.putByte(GRANTED).putLease(lease).putLong(ttl.toMillis());
            case Reply.Renewed(var ttl) -> out.putByte(RENEWED).putLong(ttl.toMillis());
            case Reply.Committed(var revision, var effects) ->
                out.putByte(COMMITTED).putLong(revision).putEach(effects, MessageWriter::putBoolean);
            case Reply.Done _ -> out.putByte(DONE);
            case Reply.LeaseEnded _ -> out.putByte(LEASE_ENDED);
            case Reply.Rejected(var reason) -> out.putByte(REJECTED).putText(reason);
        }
    }

    private static void put(MessageWriter out, VersionedPool versionedPool) throws IOException {
        out.putLong(versionedPool.version());
        out.putEach(
                versionedPool.entries().entrySet(),
                (messageWriter, entry) ->
                        messageWriter.putText(entry.getKey().toString()).putText(entry.getValue()));
    }

    private static GroupMessage message(MessageReader in) throws IOException {
        byte kind = in.readByte();
        Term term = in.readTerm();
        return switch (kind) {
            case REQUEST -> new GroupMessage.RequestMessage(term, in.readCount(), request(in));
            case REPLY -> new GroupMessage.ReplyMessage(term, in.readCount(), reply(in));
            case REPORT_REQUEST -> new GroupMessage.ReportRequest(term);
            case REPORT -> report(in, term);
            case FULL_STATE -> new GroupMessage.FullState(term, in.readSnapshot(), in.readBoolean());
            case EVENTS ->
                new GroupMessage.Events(
                        term, in.readCount(), in.readCount(), in.readCount(), in.readEach(MessageReader::readEvent));
            case ACK -> new GroupMessage.Ack(term, in.readCount());
            case COMMIT_REVISION -> new GroupMessage.CommitRevision(term, in.readCount());
            case STATE_REQUEST -> new GroupMessage.StateRequest(term);
            case VOTER_PRESENT -> new GroupMessage.VoterPresent(term, in.readVoter());
            case HEARTBEAT -> new GroupMessage.Heartbeat(term, in.readCount(), in.readCount());
            case HEARTBEAT_ACK -> new GroupMessage.HeartbeatAck(term, in.readCount());
            case HIGHER_TERM -> new GroupMessage.HigherTerm(term, in.readTerm());
            default -> throw new IOException("note of kind " + kind);
        };
    }

    private static GroupMessage.Report report(MessageReader in, Term term) throws IOException {
        Optional<Term> of = in.readBoolean() ? Optional.of(in.readTerm()) : Optional.empty();
        RawSnapshot rawSnapshot = in.readSnapshot();
        Optional<LeaseId> held = in.readOptionalLease();
        Duration unsure = Duration.ofMillis(in.readCount());
        VersionedPool pool = edition(in);
        Optional<Voter> voter = in.readBoolean() ? Optional.of(in.readVoter()) : Optional.empty();
        return new GroupMessage.Report(term, of, rawSnapshot, held, unsure, pool, voter);
    }

    private static Request request(MessageReader in) throws IOException {
        byte kind = in.readByte();
        return switch (kind) {
            case OBTAIN_LEASE -> new Request.ObtainLease();
            case RENEW_LEASE -> new Request.RenewLease(in.readLease());
            case COMMIT -> new Request.Commit(in.readLease(), in.readEach(MessageReader::readTransaction));
            case REVOKE_LEASE -> new Request.RevokeLease(in.readLease());
            case ADMIN_COMMIT -> new Request.AdminCommit(in.readEach(MessageReader::readTransaction));
            case PROPOSE_POOL -> new Request.ProposePool(edition(in));
            default -> throw new IOException("request of kind " + kind);
        };
    }

    private static Reply reply(MessageReader in) throws IOException {
        byte kind = in.readByte();
        return switch (kind) {
            case GRANTED -> new Reply.Granted(in.readLease(), Duration.ofMillis(in.readCount()));
            case RENEWED -> new Reply.Renewed(Duration.ofMillis(in.readCount()));
            case COMMITTED -> new Reply.Committed(in.readCount(), in.readEach(MessageReader::readBoolean));
            case DONE -> new Reply.Done();
            case LEASE_ENDED -> new Reply.LeaseEnded();
            case REJECTED -> new Reply.Rejected(in.readText());
            default -> throw new IOException("reply of kind " + kind);
        };
    }

    private static VersionedPool edition(MessageReader in) throws IOException {
        long version = in.readCount();
        var entries = new TreeMap<VirtualIp, String>();
        in.readEach(one -> entries.put(VirtualIp.parse(one.readText()), one.readText()));
        return new VersionedPool(version, entries);
    }
}
