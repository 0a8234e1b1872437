package io.yaim.loop;

import io.yaim.address.Addresses;
import io.yaim.model.Change;
import io.yaim.model.Former;
import io.yaim.model.Host;
import io.yaim.model.Incarnation;
import io.yaim.model.Lease;
import io.yaim.model.LeaseId;
import io.yaim.model.Proof;
import io.yaim.model.Timing;
import io.yaim.model.View;
import io.yaim.peer.Peers;
import io.yaim.plan.Action;
import io.yaim.plan.Observation;
import io.yaim.plan.Planner;
import io.yaim.plan.Self;
import io.yaim.store.LeaseEndedException;
import io.yaim.store.Store;
import io.yaim.store.StoreWentBackException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Observes, plans, carries out. A pass never waits for anything but an answer, never tries again, and
/// knows nothing of the passes before it but what is in the notebook: what failed is simply seen again.
public final class Loop {

    private static final Duration LONGEST_LEAVING = Duration.ofSeconds(3);

    private final Store store;
    private final Addresses addresses;
    private final Healths healths;
    private final Clock clock;
    private final Timing timing;
    private final Notebook notebook;
    private final Tenure tenure;
    private final Lookout lookout;
    private final Neighbourhood neighbourhood;
    private final Hands hands;
    private final Parley parley;
    private final Grounds grounds;
    private final NamesakeWatch namesakes;
    private final Rest rest;
    private final FormerLife formerLife;
    private final Departure departure = new Departure();
    private final List<Event> events = new ArrayList<>();
    private Settings settings;
    private volatile Settings wanted;
    private Duration lookedAt = Duration.ZERO;
    private Optional<Duration> leavingSince = Optional.empty();
    private volatile boolean isLeaving;

    /// @param former this node's life before this one on this host, if it did not end its lease: that is
    ///     done first, unless it kept addresses
    /// @param peers the way to the other nodes, past the store
    /// @param ids draws the numbers of questions to them
    public Loop(
            Self self,
            Store store,
            Addresses addresses,
            Healths healths,
            Clock clock,
            Timing timing,
            Announcing announcing,
            LeaseRecord record,
            Optional<Former> former,
            Peers peers,
            LongSupplier ids) {
        settings = new Settings(self, announcing);
        wanted = settings;
        this.store = store;
        this.addresses = addresses;
        this.healths = healths;
        this.clock = clock;
        this.timing = timing;
        notebook = new Notebook(timing.ttl().multipliedBy(2));
        Optional<Former> keeper = former.filter(life -> !life.kept().isEmpty());
        formerLife = new FormerLife(self.name(), keeper);
        Duration period = timing.renewalPeriod(timing.ttl());
        Optional<Incarnation> formerSelf = former.map(Former::incarnation);
        parley = new Parley(
                self.name(), self.incarnation(), self.peer(), formerSelf, peers, clock, ids, period, events::add);
        grounds = new Grounds(self, parley, notebook);
        namesakes = new NamesakeWatch(self.name(), timing.ttl());
        rest = new Rest(timing.pause(), timing.interval());
        Optional<LeaseId> toEnd = former.filter(life -> life.kept().isEmpty()).map(Former::lease);
        var proving = new Proving(addresses, clock, timing.guard());
        tenure = new Tenure(store, clock, timing, record, toEnd, grounds::hold, proving, events::add);
        var announcements = new Announcements(announcing);
        // the kernel ends the longest lifetime that an owner may have given, late; a gate falls shut sooner
        var vacancies = new Vacancies(timing.ttl().plus(Proof.KERNEL_LATENESS), announcing.isProbing(), keeper);
        lookout = new Lookout(addresses, clock, announcements, vacancies, events::add);
        neighbourhood = new Neighbourhood(addresses, announcing.notifying(), events::add);
        hands = new Hands(addresses, clock, tenure, notebook, announcements, lookout, neighbourhood, events::add);
    }

    /// Makes the passes to come drop everything, pass it on, and leave. May be called from any thread.
    public void leave() {
        isLeaving = true;
    }

    /// Makes the next pass that has a fresh keep-alive the last: what is surely this node's own stays bound
    /// for as long as that proves, for a restart to come. If there is no such thing, the loop leaves. May
    /// be called from any thread.
    public void part() {
        departure.askFor();
    }

    /// Makes the next pass go by these from its start. May be called from any thread.
    public void become(Settings next) {
        wanted = next.requireSuccessorOf(wanted.self());
    }

    public Cycle pass() {
        events.clear();
        Duration started = clock.now();
        takeOver(wanted, started);
        if (departure.begins(started)) {
            tenure.hurry();
        }
        if (departure.isOverdue(started)) {
            isLeaving = true;
        }
        Optional<Observation> seen = observe();
        boolean isParting = seen.filter(departure::isReady).isPresent();
        List<Action> plan = seen.map(isParting ? Planner::part : Planner::plan).orElse(List.of());
        for (Action action : plan) {
            carryOut(action);
        }
        boolean hasParted = isParting && hasParted(plan);
        return new Cycle(seen, plan, events, started, clock.now(), pause(), hasParted || isOver(seen));
    }

    private void takeOver(Settings next, Duration now) {
        if (!next.equals(settings)) {
            settings = next;
            grounds.become(next.self());
            notebook.become(next.self());
            hands.become(next.announcing(), now);
        }
    }

    private boolean hasParted(List<Action> plan) {
        Optional<Event> kept = Departure.outcome(plan, events, tenure.lease());
        kept.ifPresent(events::add);
        if (kept.isEmpty()) {
            isLeaving = true;
        }
        return kept.isPresent();
    }

    /// Whoever cannot see the kernel cannot answer for its addresses, and lets the lease run out.
    private Optional<Observation> observe() {
        boolean leaving = isLeaving;
        if (leaving && leavingSince.isEmpty()) {
            leavingSince = Optional.of(clock.now());
        }
        lookedAt = clock.now();
        Optional<Host> host = attempt("look at the addresses", addresses::look);
        if (host.isEmpty()) {
            return Optional.empty();
        }
        carryOut("renew the lease", tenure::keep);
        parley.converse(!tenure.isDoubtful(), proven());
        Optional<View> view = tenure.proof().isPresent() ? attempt("read the store", store::view) : Optional.empty();
        Duration now = clock.now();
        view.ifPresent(picture -> saw(picture, now));
        hands.listen(host.get(), now);
        var seen = new Observation(
                settings.self(),
                now,
                healths.ofNode(),
                healths.ofEntries(),
                host.get(),
                tenure.lease(),
                parley.consent(),
                hands.refreshTime(host.get()),
                tenure.proof().isPresent() ? view : Optional.empty(),
                hands.memory(host.get(), parley.refused(), formerLife.under(tenure.lease()), now),
                neighbourhood.look(settings.self(), notebook.lastView(), host.get(), now),
                store.standing(),
                leaving);
        view.ifPresent(picture -> namesakes.saw(Planner.hasNamesake(seen, picture), isLeaving, now));
        return Optional.of(seen);
    }

    private Optional<LeaseId> proven() {
        return tenure.proof().isPresent() ? tenure.lease().map(Lease::id) : Optional.empty();
    }

    private void saw(View view, Duration now) {
        Self self = settings.self();
        tenure.lease().map(Lease::id).ifPresent(lease -> {
            notebook.saw(view, self, lease, now);
            lookout.saw(view, self.name(), lease, now);
        });
        parley.saw(view);
        if (formerLife.saw(view)) {
            notebook.refreshed(new Proof(Duration.ZERO)); // what is this node's own only now was left out so far
        }
        formerLife
                .spent(view)
                .ifPresent(lease -> carryOut("end the former lease", () -> {
                    store.leave(lease);
                    formerLife.ended();
                }));
    }

    private void carryOut(Action action) {
        switch (action) {
            case Action.Join _ -> carryOut("obtain a lease", tenure::join);
            case Action.Drop drop -> carryOut("drop addresses", () -> hands.drop(drop.addresses(), drop.reason()));
            case Action.Commit commit -> carryOut("write to the store", () -> commit(commit.changes()));
            case Action.Bind bind -> carryOut("bind addresses", () -> hands.bind(bind.bindings()));
            case Action.Refresh refresh ->
                carryOut("refresh addresses", () -> hands.refresh(refresh.bindings(), tenure::proof));
            case Action.HoldOver hold ->
                carryOut("hold on to addresses", () -> hands.refresh(hold.bindings(), grounds::lend));
            case Action.Appeal appeal -> parley.appeal(appeal.records());
            case Action.Keep keep ->
                carryOut("keep addresses", () -> hands.keep(keep.kept(), keep.taken(), timing.ttl(), lookedAt));
            case Action.Seek seek -> lookout.seek(seek.ranks());
            case Action.Probe probe -> lookout.probe(probe.bindings());
            case Action.Announce announce -> carryOut("announce addresses", () -> hands.announce(announce.bindings()));
            case Action.Leave _ -> carryOut("end the lease", tenure::leave);
        }
    }

    /// What may take a mark away is noted before it is sent: answered or not, it may take effect.
    private void commit(List<Change> changes) throws IOException {
        for (List<Change> slice : Slices.of(changes)) {
            tenure.keep();
            Optional<Lease> lease = tenure.lease();
            if (lease.isEmpty() || tenure.proof().isEmpty()) {
                return;
            }
            slice.forEach(change -> change.released().ifPresent(notebook::releasing));
            slice.forEach(parley::sending);
            Store.Outcome outcome = store.commit(lease.get().id(), slice);
            outcome.applied().forEach(change -> events.add(new Event.Changed(change)));
            outcome.refused().forEach(change -> events.add(new Event.Refused(change)));
        }
    }

    private void carryOut(String what, Effect effect) {
        attempt(what, () -> {
            effect.run();
            return what;
        });
    }

    /// Expected failures end here: they are told, and the next pass sees what came of it.
    private <T> Optional<T> attempt(String what, Attempt<T> attempt) {
        try {
            return Optional.of(attempt.run());
        } catch (StoreWentBackException e) {
            tenure.loseWithTheStore(String.valueOf(e.getMessage()));
            parley.forget();
            return Optional.empty();
        } catch (LeaseEndedException e) {
            tenure.lose(String.valueOf(e.getMessage()));
            return Optional.empty();
        } catch (IOException e) {
            events.add(new Event.Failed(what, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private Duration pause() {
        Duration now = clock.now();
        Duration due = Stream.of(Optional.of(tenure.nextTry()), hands.next(now))
                .flatMap(Optional::stream)
                .min(Duration::compareTo)
                .orElse(now);
        return rest.after(events, due, now);
    }

    private boolean isOver(Optional<Observation> seen) {
        if (leavingSince.isEmpty()) {
            return false;
        }
        boolean isGone = tenure.lease().isEmpty()
                && seen.filter(observation -> Planner.ours(observation).isEmpty())
                        .isPresent();
        return isGone || clock.now().minus(leavingSince.get()).compareTo(LONGEST_LEAVING) > 0;
    }

    private interface Attempt<T> {
        T run() throws IOException;
    }

    private interface Effect {
        void run() throws IOException;
    }
}
