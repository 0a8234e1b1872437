package io.yaim.store.multicast.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.fuzz.Mutator;
import io.yaim.fuzz.Target;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.store.Condition;
import io.yaim.store.KeyEvent;
import io.yaim.store.RawKey;
import io.yaim.store.Transaction;
import io.yaim.store.Write;
import io.yaim.store.multicast.group.MemberId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Notes that another version, or a broken one, sends.
public final class GroupMessageTargets {

    private static final GroupMessageCodec CODEC = new GroupMessageCodec();
    private static final LeaseId LEASE = new LeaseId("fffffffffffffff9");
    private static final Term TERM = new Term(7, 1, new MemberId("s1"));
    private static final Voter VOTER = new Voter(new NodeName("node1"), Duration.ofMillis(2500));
    private static final RawKey STORED = new RawKey("/service/yaim/marks/10.0.0.5", "a", 9, Optional.of(LEASE));
    private static final Transaction TRANSACTION = new Transaction(
            List.of(new Condition.Absent("a"), new Condition.Present("b"), new Condition.AtRevision("c", 3)),
            List.of(new Write.Put("d", "\u00e4", Optional.of(LEASE)), new Write.Delete("e")));
    private static final VersionedPool EDITION =
            new VersionedPool(3, new TreeMap<>(Map.of(VirtualIp.parse("10.0.0.5"), "prefix: 24")));
    private static final RawSnapshot PICTURE = new RawSnapshot(9, 3, List.of(STORED));

    private GroupMessageTargets() {}

    /// One of each kind, and of what each is made of.
    static List<GroupMessage> messages() {
        return List.of(
                new GroupMessage.RequestMessage(TERM, 1, new Request.ObtainLease()),
                new GroupMessage.RequestMessage(TERM, 2, new Request.RenewLease(LEASE)),
                new GroupMessage.RequestMessage(TERM, 3, new Request.Commit(LEASE, List.of(TRANSACTION))),
                new GroupMessage.RequestMessage(TERM, 4, new Request.RevokeLease(LEASE)),
                new GroupMessage.RequestMessage(TERM, 5, new Request.AdminCommit(List.of(TRANSACTION))),
                new GroupMessage.RequestMessage(TERM, 6, new Request.ProposePool(EDITION)),
                new GroupMessage.ReplyMessage(TERM, 1, new Reply.Granted(LEASE, Duration.ofMillis(300))),
                new GroupMessage.ReplyMessage(TERM, 2, new Reply.Renewed(Duration.ofSeconds(5))),
                new GroupMessage.ReplyMessage(TERM, 3, new Reply.Committed(10, List.of(true, false))),
                new GroupMessage.ReplyMessage(TERM, 4, new Reply.Done()),
                new GroupMessage.ReplyMessage(TERM, 5, new Reply.LeaseEnded()),
                new GroupMessage.ReplyMessage(TERM, 6, new Reply.Rejected("not now")),
                new GroupMessage.ReportRequest(TERM),
                new GroupMessage.Report(
                        TERM,
                        Optional.of(TERM),
                        PICTURE,
                        Optional.of(LEASE),
                        Duration.ofMillis(9),
                        EDITION,
                        Optional.of(VOTER)),
                new GroupMessage.Report(
                        TERM,
                        Optional.empty(),
                        new RawSnapshot(0, 0, List.of()),
                        Optional.empty(),
                        Duration.ZERO,
                        VersionedPool.NONE,
                        Optional.empty()),
                new GroupMessage.FullState(TERM, PICTURE, true),
                new GroupMessage.Events(
                        TERM, 8, 9, 3, List.of(new KeyEvent.Written(STORED), new KeyEvent.Deleted("f", 9))),
                new GroupMessage.Ack(TERM, 9),
                new GroupMessage.CommitRevision(TERM, 9),
                new GroupMessage.StateRequest(TERM),
                new GroupMessage.VoterPresent(TERM, VOTER),
                new GroupMessage.Heartbeat(TERM, 4, 9),
                new GroupMessage.HeartbeatAck(TERM, 4),
                new GroupMessage.HigherTerm(TERM, new Term(8, 0, new MemberId("s2"))));
    }

    public static List<Target> all() {
        List<String> valid = messages().stream()
                .map(groupMessage -> new String(CODEC.encode(groupMessage), StandardCharsets.ISO_8859_1))
                .toList();
        List<String> snippets = List.of("\u0000\u0000\u0000\u0000", "\u007f\u00ff\u00ff\u00ff", "\u00ff".repeat(8));
        return List.of(new Target("note", 20_000, Mutator.ofBytes(valid, snippets, 4000), GroupMessageTargets::check));
    }

    /// What is understood is written as it was read.
    private static void check(String input) {
        byte[] bytes = input.getBytes(StandardCharsets.ISO_8859_1);
        try {
            GroupMessage groupMessage = CODEC.decode(bytes);
            assertThat(CODEC.decode(CODEC.encode(groupMessage))).isEqualTo(groupMessage);
        } catch (IOException e) {
            assertThat(e.getMessage()).as("a reason").isNotEmpty();
        }
    }
}
