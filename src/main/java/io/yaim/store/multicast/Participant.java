package io.yaim.store.multicast;

import io.yaim.store.Image;
import io.yaim.store.KeyEvent;
import io.yaim.store.Stored;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Follows the coordinator: knows what it told last, asks it, and reports to a new one what it knows. From
/// then on what a former coordinator answers counts for nothing.
///
/// Knows no thread and no clock; not thread-safe.
final class Participant {

    private static final long UNKNOWN = -1;
    private static final int PROPOSALS_PER_LEASE = 8;

    private final MulticastSettings settings;
    private final Outbox out;
    private final Pool pool;
    private final Memory memory;
    private final Vote vote;
    private Optional<Roll> roll = Optional.empty();
    private Optional<Term> term = Optional.empty();
    private Optional<Note.Call> early = Optional.empty();

    private Optional<Term> of = Optional.empty();
    private final TreeMap<String, Stored> keys = new TreeMap<>();
    private long revision;
    private long poolVersion;
    private Optional<Image> image = Optional.empty();
    private boolean isKnown;
    private final Deque<Note.Events> unknown = new ArrayDeque<>();

    private final Questions questions = new Questions();
    private final Proposal proposal;
    private final HeldLease lease = new HeldLease();

    Participant(MulticastSettings settings, Outbox out, Pool pool, Memory memory) {
        this.memory = memory;
        proposal = new Proposal(settings.stale().dividedBy(PROPOSALS_PER_LEASE));
        vote = new Vote(settings.own(), settings.stale());
        this.settings = settings;
        this.out = out;
        this.pool = pool;
    }

    Optional<Roll> roll() {
        return roll;
    }

    /// The one that is followed.
    Optional<Term> term() {
        return term;
    }

    /// What the coordinator that is followed now has told, as far as all know it; empty: nothing yet. What not all
    /// know may be lost together with those who do.
    Optional<Image> image() {
        return image.filter(_ -> isKnown && term.isPresent() && of.equals(term));
    }

    void called(Roll next, Duration now) {
        boolean isFollowed = !next.isMerged()
                && roll.filter(present -> present.coordinator().equals(next.coordinator()))
                        .isPresent();
        roll = Optional.of(next);
        if (!isFollowed) {
            questions.fail("another coordinator");
        }
        early.filter(this::isOurs).ifPresent(call -> follow(call, now));
    }

    void received(Seat from, Note note, Duration now) {
        if (!note.term().coordinator().equals(from)) {
            return;
        }
        switch (note) {
            case Note.Call call -> {
                early = Optional.of(call);
                if (isOurs(call)) {
                    follow(call, now);
                } else {
                    sayIfAhead(call);
                }
            }
            case Note.State state -> {
                boolean isOutdated =
                        of.equals(Optional.of(state.term())) && state.picture().revision() < revision;
                if (!isOurs(note)) {
                    sayIfAhead(note);
                } else if (!isOutdated) {
                    takeOver(state, now);
                }
            }
            case Note.Events events -> add(events);
            case Note.Known(var told, var known) when hasStateOf(told) -> count(known);
            case Note.Poll(var told, var number, var known)
            when hasStateOf(told) && revision >= known -> out.send(from, new Note.Follows(told, number));
            case Note.Known _, Note.Poll _ -> {}
            case Note.Answer(var told, var id, var reply) -> {
                if (term.filter(told::equals).isPresent()) {
                    hear(id, reply);
                }
            }
            case Note.Ask _, Note.Report _, Note.Present _, Note.Seen _, Note.Follows _, Note.Ahead _, Note.Lost _ -> {}
        }
    }

    /// Asks the coordinator, if there is one to follow; the reply comes later, or never.
    Asked ask(Request request, Duration now) {
        var asked = new Asked(request, now);
        Optional<Seat> to = roll.map(Roll::coordinator);
        if (to.isEmpty() || term.isEmpty() || !term.get().coordinator().equals(to.get())) {
            asked.answer(new Reply.NotNow("there is no coordinator yet"));
            return asked;
        }
        if (request instanceof Request.Leave(var left)) {
            lease.ended(left);
        }
        out.send(to.get(), new Note.Ask(term.get(), questions.open(asked), request));
        return asked;
    }

    /// The coordinator, if it has answered nothing for half a lease: it may be one that is heard, and hears nobody.
    Optional<Seat> silentCoordinator(Duration now) {
        boolean isSilent = questions.areUnansweredFor(settings.stale().dividedBy(2), now);
        return roll.map(Roll::coordinator).filter(_ -> isSilent);
    }

    /// Whoever asked does not wait any more.
    void abandon(Asked asked) {
        questions.abandon(asked);
    }

    /// This node keeps another pool now, which may contradict the cluster's.
    void keepsAnother(Duration now) {
        if (of.isPresent()) {
            pool.saw(edition());
        }
        propose(now);
    }

    /// Wants the pool that this node keeps, if the cluster's is an older one.
    void propose(Duration now) {
        Edition kept = pool.kept();
        boolean isNewer = image().isPresent() && kept.version() > poolVersion;
        if (isNewer && proposal.isDue(term, kept.version(), now)) {
            proposal.made(term, kept.version(), now);
            ask(new Request.Propose(kept), now);
        }
    }

    /// Whether it is from the coordinator of the present roll, and of no former term.
    private boolean isOurs(Note note) {
        return isFromCoordinator(note)
                && term.filter(present -> present.compareTo(note.term()) > 0).isEmpty();
    }

    private boolean isFromCoordinator(Note note) {
        return roll.filter(present -> present.coordinator().equals(note.term().coordinator()))
                .isPresent();
    }

    private boolean hasStateOf(Term told) {
        return term.equals(Optional.of(told)) && of.equals(term);
    }

    private void sayIfAhead(Note note) {
        if (isFromCoordinator(note) && term.isPresent()) {
            out.send(note.term().coordinator(), new Note.Ahead(note.term(), term.get()));
        }
    }

    private void follow(Note.Call call, Duration now) {
        early = Optional.empty();
        if (of.filter(call.term()::equals).isPresent()) {
            return; // and all is known
        }
        turn(call.term(), now);
        var picture = new Picture(revision, poolVersion, List.copyOf(keys.values()));
        Duration unsure = memory.unsureFor(now);
        out.send(
                call.term().coordinator(),
                new Note.Report(
                        call.term(), of, picture, lease.at(now), unsure, pool.kept(), vote.whereItWasTold(now)));
    }

    /// Follows it, and no former one. What this node confirmed in a former one may be unknown in this.
    private void turn(Term next, Duration now) {
        if (!term.equals(Optional.of(next))) {
            questions.fail("a new term has begun");
            term = Optional.of(next);
            vote.turned(now);
        }
    }

    private void takeOver(Note.State state, Duration now) {
        Term told = state.term();
        turn(told, now);
        vote.tookOver(state.counts());
        vote.whereItWasTold(now).ifPresent(voter -> out.send(told.coordinator(), new Note.Present(told, voter)));
        begin(told, state.picture());
        memory.told();
    }

    private void begin(Term told, Picture picture) {
        of = Optional.of(told);
        keys.clear();
        var fresh = new Image(settings.keys(), picture.revision());
        for (Stored stored : picture.keys()) {
            keys.put(stored.key(), stored);
            fresh.put(stored);
        }
        image = Optional.of(fresh);
        isKnown = false;
        unknown.clear();
        poolVersion = UNKNOWN;
        reach(told, picture.revision(), picture.poolVersion());
    }

    private void add(Note.Events events) {
        if (!of.equals(Optional.of(events.term())) || !term.equals(of) || events.to() <= revision) {
            return;
        }
        if (events.from() != revision) {
            out.send(events.term().coordinator(), new Note.Lost(events.term()));
            return;
        }
        for (KeyEvent event : events.events()) {
            switch (event) {
                case KeyEvent.Written(var stored) -> keys.put(stored.key(), stored);
                case KeyEvent.Deleted(var key, var _) -> keys.remove(key);
            }
        }
        unknown.add(events);
        reach(events.term(), events.to(), events.poolVersion());
    }

    /// All know what there is up to this revision.
    private void count(long known) {
        Image present = image.orElseThrow();
        isKnown = isKnown || known >= present.revision();
        while (isKnown && !unknown.isEmpty() && unknown.peek().to() <= known) {
            Note.Events next = unknown.remove();
            present.apply(next.events());
            present.confirm(next.to());
        }
    }

    private void reach(Term told, long newRevision, long newPoolVersion) {
        boolean isNewPool = poolVersion != newPoolVersion;
        revision = newRevision;
        poolVersion = newPoolVersion;
        if (isNewPool) {
            pool.saw(edition());
        }
        out.send(told.coordinator(), new Note.Seen(told, newRevision));
    }

    private Edition edition() {
        return Edition.among(keys.values(), settings.keys(), poolVersion);
    }

    private void hear(long id, Reply reply) {
        questions.close(id).ifPresent(asked -> hear(asked, reply));
    }

    private void hear(Asked asked, Reply reply) {
        asked.answer(reply);
        switch (reply) {
            case Reply.Granted(var granted, var ttl) ->
                lease.granted(granted, asked.sent().plus(ttl));
            case Reply.Renewed(var ttl) -> {
                if (asked.request() instanceof Request.Renew(var renewed)) {
                    lease.granted(renewed, asked.sent().plus(ttl));
                }
            }
            case Reply.Ended _ -> {
                if (asked.request() instanceof Request.Renew(var ended)) {
                    lease.ended(ended);
                }
            }
            case Reply.NotNow _ when asked.request() instanceof Request.Propose -> proposal.refused();
            case Reply.Committed _, Reply.Done _, Reply.NotNow _ -> {}
        }
    }
}
