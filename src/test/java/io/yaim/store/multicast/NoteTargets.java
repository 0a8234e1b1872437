package io.yaim.store.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.fuzz.Mutator;
import io.yaim.fuzz.Target;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.store.Condition;
import io.yaim.store.KeyEvent;
import io.yaim.store.Stored;
import io.yaim.store.Transaction;
import io.yaim.store.Write;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Notes that another version, or a broken one, sends.
public final class NoteTargets {

    private static final NoteCodec CODEC = new NoteCodec();
    private static final LeaseId LEASE = new LeaseId(-7);
    private static final Term TERM = new Term(7, 1, new Seat("s1"));
    private static final Voter VOTER = new Voter(new NodeName("node1"), Duration.ofMillis(2500));
    private static final Stored STORED = new Stored("/service/yaim/marks/10.0.0.5", "a", 9, Optional.of(LEASE));
    private static final Transaction TRANSACTION = new Transaction(
            List.of(new Condition.Absent("a"), new Condition.Present("b"), new Condition.At("c", 3)),
            List.of(new Write.Put("d", "\u00e4", Optional.of(LEASE)), new Write.Delete("e")));
    private static final Edition EDITION =
            new Edition(3, new TreeMap<>(Map.of(VirtualIp.parse("10.0.0.5"), "prefix: 24")));
    private static final Picture PICTURE = new Picture(9, 3, List.of(STORED));

    private NoteTargets() {}

    /// One of each kind, and of what each is made of.
    static List<Note> notes() {
        return List.of(
                new Note.Ask(TERM, 1, new Request.Join()),
                new Note.Ask(TERM, 2, new Request.Renew(LEASE)),
                new Note.Ask(TERM, 3, new Request.Commit(LEASE, List.of(TRANSACTION))),
                new Note.Ask(TERM, 4, new Request.Leave(LEASE)),
                new Note.Ask(TERM, 5, new Request.Hand(List.of(TRANSACTION))),
                new Note.Ask(TERM, 6, new Request.Propose(EDITION)),
                new Note.Answer(TERM, 1, new Reply.Granted(LEASE, Duration.ofMillis(300))),
                new Note.Answer(TERM, 2, new Reply.Renewed(Duration.ofSeconds(5))),
                new Note.Answer(TERM, 3, new Reply.Committed(10, List.of(true, false))),
                new Note.Answer(TERM, 4, new Reply.Done()),
                new Note.Answer(TERM, 5, new Reply.Ended()),
                new Note.Answer(TERM, 6, new Reply.NotNow("not now")),
                new Note.Call(TERM),
                new Note.Report(
                        TERM,
                        Optional.of(TERM),
                        PICTURE,
                        Optional.of(LEASE),
                        Duration.ofMillis(9),
                        EDITION,
                        Optional.of(VOTER)),
                new Note.Report(
                        TERM,
                        Optional.empty(),
                        new Picture(0, 0, List.of()),
                        Optional.empty(),
                        Duration.ZERO,
                        Edition.NONE,
                        Optional.empty()),
                new Note.State(TERM, PICTURE, true),
                new Note.Events(TERM, 8, 9, 3, List.of(new KeyEvent.Written(STORED), new KeyEvent.Deleted("f", 9))),
                new Note.Seen(TERM, 9),
                new Note.Known(TERM, 9),
                new Note.Lost(TERM),
                new Note.Present(TERM, VOTER),
                new Note.Poll(TERM, 4, 9),
                new Note.Follows(TERM, 4),
                new Note.Ahead(TERM, new Term(8, 0, new Seat("s2"))));
    }

    public static List<Target> all() {
        List<String> valid = notes().stream()
                .map(note -> new String(CODEC.encode(note), StandardCharsets.ISO_8859_1))
                .toList();
        List<String> snippets = List.of("\u0000\u0000\u0000\u0000", "\u007f\u00ff\u00ff\u00ff", "\u00ff".repeat(8));
        return List.of(new Target("note", 20_000, Mutator.ofBytes(valid, snippets, 4000), NoteTargets::check));
    }

    /// What is understood is written as it was read.
    private static void check(String input) {
        byte[] bytes = input.getBytes(StandardCharsets.ISO_8859_1);
        try {
            Note note = CODEC.decode(bytes);
            assertThat(CODEC.decode(CODEC.encode(note))).isEqualTo(note);
        } catch (IOException e) {
            assertThat(e.getMessage()).as("a reason").isNotEmpty();
        }
    }
}
