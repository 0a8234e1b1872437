package io.yaim.store.multicast;

import io.yaim.model.Change;
import io.yaim.model.LeaseId;
import io.yaim.model.Standing;
import io.yaim.model.View;
import io.yaim.store.Commit;
import io.yaim.store.Image;
import io.yaim.store.LeaseEndedException;
import io.yaim.store.Steps;
import io.yaim.store.Store;
import io.yaim.store.StoreListener;
import io.yaim.store.Transaction;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The store that the nodes keep themselves: one of them, the coordinator, grants leases and marks, and all
/// know what it granted. Its keys are those in etcd. docs/multicast.md says what it promises.
///
/// Calls may come from several threads; each waits for the coordinator's answer, no longer than the timeout.
public final class MulticastStore implements Store, Assembly.Listener {

    /// Transactions in one request.
    private static final int MOST = 1000;

    /// A stranger that has not been heard for so many leases is gone.
    private static final int STRANGER_LASTS = 3;

    private final MulticastSettings settings;
    private final Assembly assembly;
    private final Supplier<Duration> clock;
    private final Turns turns;
    private final Runnable bell;
    private final StoreListener listener;
    private final Consumer<String> told;
    private final NoteCodec codec = new NoteCodec();
    private final Pool pool;
    private final Post post;
    private final Attendance attendance;

    // of whoever has the turn
    private Optional<Duration> strangerUntil = Optional.empty();
    private long rungFor;

    /// Hears nobody yet.
    ///
    /// @param clock time since boot
    /// @param keeper of the pool, across restarts
    /// @param ids draws numbers of leases
    /// @param bell run whenever the view may have changed, on any thread
    /// @param told is told what people have to know
    public MulticastStore(
            MulticastSettings settings,
            Assembly assembly,
            Supplier<Duration> clock,
            Turns turns,
            PoolKeeper keeper,
            LongSupplier ids,
            Runnable bell,
            StoreListener listener,
            Consumer<String> told) {
        this.settings = settings;
        this.assembly = assembly;
        this.clock = clock;
        this.turns = turns;
        this.bell = bell;
        this.listener = listener;
        this.told = told;
        pool = new Pool(keeper, told);
        post = new Post(assembly, turns);
        attendance = new Attendance(settings, ids, post, pool, clock.get());
    }

    /// Takes a seat in the assembly.
    ///
    /// @throws IOException the network does not allow it
    public void enter() throws IOException {
        assembly.enter(this);
    }

    @Override
    public void called(Roll roll) {
        act(() -> {
            attendance.called(assembly.own(), roll, clock.get());
            return roll;
        });
    }

    /// What makes no sense comes from another version of yaim, for all others are kept out.
    @Override
    public void received(Seat from, byte[] message) {
        Note note;
        try {
            note = codec.decode(message);
        } catch (IOException e) {
            heardStranger("seat " + from + " sent what this version does not understand: " + e.getMessage());
            return;
        }
        act(() -> {
            attendance.received(from, note, clock.get());
            return note;
        });
    }

    @Override
    public void heardStranger(String who) {
        told.accept("hears somebody whom it cannot understand: " + who);
        turns.take(() -> {
            strangerUntil = Optional.of(clock.get().plus(settings.stale().multipliedBy(STRANGER_LASTS)));
            return who;
        });
    }

    /// Waits until there is a coordinator to ask.
    ///
    /// @throws IOException there is none by then
    public void awaitCoordinator(Duration until) throws IOException {
        if (!turns.await(() -> attendance.participant().image().isPresent(), Optional.of(until))) {
            throw new IOException("no coordinator has told anything");
        }
    }

    /// The time to live is the cluster's, whatever is asked for.
    @Override
    public Granted join(Duration ttl) throws IOException {
        checkPool();
        if (ask("join", new Request.Join(), deadline()) instanceof Reply.Granted(var lease, var granted)) {
            return new Granted(lease, granted);
        }
        throw new IOException("join: not granted");
    }

    @Override
    public Duration renew(LeaseId lease) throws IOException {
        checkPool();
        return switch (ask("renew", new Request.Renew(lease), deadline())) {
            case Reply.Renewed(var ttl) -> ttl;
            case Reply.Ended _ -> throw new LeaseEndedException(lease);
            case Reply other -> throw new IOException("renew: " + other);
        };
    }

    @Override
    public View view() throws IOException {
        return turns.take(() -> attendance.participant().image().map(Image::view))
                .orElseThrow(() -> new IOException("view: no coordinator has told anything yet"));
    }

    @Override
    public Outcome commit(LeaseId lease, List<Change> changes) throws IOException {
        Duration deadline = deadline();
        boolean mayClaim = !isAloneBesideStranger();
        Predicate<Change> isHeld = change -> !mayClaim && change instanceof Change.Claim;
        List<Change> rest = changes.stream().filter(isHeld.negate()).toList();
        var steps = new Steps(settings.keys(), lease, this::known);
        Outcome outcome = new Commit(steps, MOST, batch -> send(lease, batch, deadline)).run(rest);
        var refused = new ArrayList<>(outcome.refused());
        changes.stream().filter(isHeld).forEach(refused::add);
        return new Outcome(outcome.applied(), refused);
    }

    @Override
    public void leave(LeaseId lease) throws IOException {
        ask("leave", new Request.Leave(lease), deadline());
    }

    @Override
    public Optional<Standing> standing() {
        return turns.take(() -> attendance.participant().roll())
                .map(roll -> new Standing(
                        roll.coordinator().equals(assembly.own()), roll.seats().size()));
    }

    /// The pool becomes this one on all nodes, if its version is the highest.
    public void propose(Edition edition) {
        act(() -> {
            pool.keep(edition);
            attendance.participant().keepsAnother(clock.get());
            return edition;
        });
    }

    /// Returns which of them took effect, in the words of people's orders.
    List<Boolean> hand(List<Transaction> transactions, Duration until) throws IOException {
        return committed("order", new Request.Hand(transactions), until).effects();
    }

    /// Lets the coordinator's part of this node do what is due. To be called at [#next] at the latest.
    public void tick() {
        act(() -> {
            attendance.tick(clock.get());
            return attendance;
        });
    }

    /// When [#tick] is due.
    public Duration next() {
        return turns.take(attendance::next);
    }

    @Override
    public void close() {
        assembly.close();
    }

    Duration now() {
        return clock.get();
    }

    private Commit.Answer send(LeaseId lease, List<Transaction> batch, Duration until) throws IOException {
        Reply reply = ask("commit", new Request.Commit(lease, batch), until);
        return switch (reply) {
            case Reply.Committed(var revision, var effects) -> new Commit.Answer(revision, effects);
            case Reply.Ended _ -> throw new LeaseEndedException(lease);
            case Reply other -> throw new IOException("commit: " + other);
        };
    }

    private Reply.Committed committed(String what, Request request, Duration until) throws IOException {
        if (ask(what, request, until) instanceof Reply.Committed committed) {
            return committed;
        }
        throw new IOException(what + ": not taken");
    }

    private Optional<Image.Known> known(String key) {
        return turns.take(() -> attendance.participant().image().flatMap(image -> image.at(key)));
    }

    /// A lone node would take everything, and whom it hears may have it.
    private boolean isAloneBesideStranger() {
        return turns.take(() -> {
            boolean isAlone = attendance
                    .participant()
                    .roll()
                    .filter(roll -> roll.seats().size() == 1)
                    .isPresent();
            return isAlone
                    && strangerUntil
                            .filter(until -> clock.get().compareTo(until) < 0)
                            .isPresent();
        });
    }

    private void checkPool() throws IOException {
        Optional<String> dispute = turns.take(pool::dispute);
        if (dispute.isPresent()) {
            throw new IOException(dispute.get());
        }
    }

    private Reply ask(String what, Request request, Duration until) throws IOException {
        Duration sent = clock.get();
        Participant participant = attendance.participant();
        Asked asked = act(() -> participant.ask(request, clock.get()));
        turns.await(() -> asked.reply().isPresent(), Optional.of(until));
        Optional<Reply> reply = turns.take(() -> {
            participant.abandon(asked);
            return asked.reply();
        });
        Optional<String> failure = reply.isEmpty()
                ? Optional.of("no answer in time")
                : reply.get() instanceof Reply.NotNow(var reason) ? Optional.of(reason) : Optional.empty();
        listener.called(what, clock.get().minus(sent), failure.map(_ -> reply.isEmpty() ? "TIMEOUT" : "NOT_NOW"));
        if (reply.isEmpty()) {
            turns.take(() -> participant.silentCoordinator(clock.get())).ifPresent(assembly::suspect);
        }
        if (failure.isPresent()) {
            throw new IOException(what + ": " + failure.get());
        }
        return reply.orElseThrow();
    }

    private <T> T act(Supplier<T> inside) {
        T result = turns.take(inside);
        post.deliver();
        boolean isNews = turns.take(() -> {
            long revision =
                    attendance.participant().image().map(Image::revision).orElse(0L);
            boolean hasChanged = revision != rungFor;
            rungFor = revision;
            return hasChanged;
        });
        if (isNews) {
            bell.run();
        }
        return result;
    }

    private Duration deadline() {
        return clock.get().plus(settings.timeout());
    }
}
