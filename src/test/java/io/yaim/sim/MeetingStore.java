package io.yaim.sim;

import io.yaim.model.Change;
import io.yaim.model.LeaseId;
import io.yaim.model.Order;
import io.yaim.model.Standing;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.store.KeySpace;
import io.yaim.store.StoreListener;
import io.yaim.store.multicast.Assembly;
import io.yaim.store.multicast.Edition;
import io.yaim.store.multicast.MulticastDesk;
import io.yaim.store.multicast.MulticastSettings;
import io.yaim.store.multicast.MulticastStore;
import io.yaim.store.multicast.Roll;
import io.yaim.store.multicast.Seat;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The store that the nodes keep themselves, as one life has it: the real one, with a thread that reads what the
/// others say.
final class MeetingStore implements StoreAccess {

    static final KeySpace KEYS = KeySpace.of("/service/", "yaim");

    private final Setting setting;
    private final Machine machine;
    private final Life life;
    private final MeetingMember member;
    private final MulticastStore store;
    private final MulticastDesk desk;
    private final HostProcess ear;
    private final List<HostProcess> orders = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private Optional<View> last = Optional.empty();

    MeetingStore(Setting setting, Meeting meeting, Machine machine, Life life) {
        this.setting = setting;
        this.machine = machine;
        this.life = life;
        member = meeting.member(machine, life.process(), new Relay());
        store = new MulticastStore(
                new MulticastSettings(
                        KEYS, setting.ttl(), Setting.STORE_TIMEOUT, meeting.voters(), Optional.of(life.name())),
                member,
                machine.clock()::now,
                new LifeTurns(machine.clock(), life.process()),
                machine.keeper(),
                setting.dice()::number,
                life::ring,
                StoreListener.NONE,
                this::tell);
        desk = new MulticastDesk(store, KEYS);
        ear = life.process().beside(this::listen);
        member.onMail(ear::wake);
    }

    /// The store stands behind it, which needs it to be made.
    private final class Relay implements Assembly.Listener {

        @Override
        public void called(Roll roll) {
            setting.trace().say(machine.name(), () -> "reads " + roll);
            store.called(roll);
            life.wake();
        }

        @Override
        public void received(Seat from, byte[] message) {
            store.received(from, message);
        }

        @Override
        public void heardStranger(String who) {
            store.heardStranger(who);
        }
    }

    private void tell(String what) {
        setting.say(machine.name(), "says: " + what);
        setting.tally().count("told " + what.replaceAll("[0-9]+", "N"));
        told.add(what);
    }

    /// What it had to say to people.
    List<String> told() {
        return List.copyOf(told);
    }

    private void listen() {
        while (true) {
            Duration due = machine.clock().when(store.next());
            ear.await(member::hasMail, due);
            ear.point();
            if (member.hasMail()) {
                member.read();
            } else {
                store.tick();
            }
        }
    }

    @Override
    public void open() throws IOException {
        ear.start();
        store.enter();
    }

    @Override
    public Granted join(Duration ttl) throws IOException {
        life.point();
        Duration sent = machine.clock().now();
        Granted granted = answered(() -> store.join(ttl));
        life.proofs().granted(granted.id(), sent, granted.ttl());
        return granted;
    }

    @Override
    public Duration renew(LeaseId lease) throws IOException {
        life.point();
        Duration sent = machine.clock().now();
        Duration granted = answered(() -> store.renew(lease));
        life.proofs().renewed(lease, sent, granted);
        return granted;
    }

    @Override
    public View view() throws IOException {
        life.point();
        View view = store.view();
        last = Optional.of(view);
        return view;
    }

    @Override
    public Outcome commit(LeaseId lease, List<Change> changes) throws IOException {
        List<Change> copy = List.copyOf(changes);
        life.point();
        setting.trace().say(machine.name(), () -> "commits " + copy);
        return answered(() -> store.commit(lease, copy));
    }

    @Override
    public void leave(LeaseId lease) throws IOException {
        life.point();
        answered(() -> {
            store.leave(lease);
            return lease;
        });
    }

    @Override
    public Optional<Standing> standing() {
        life.point();
        return store.standing();
    }

    private interface Call<T> {
        T run() throws IOException;
    }

    private <T> T answered(Call<T> call) throws IOException {
        try {
            return call.run();
        } finally {
            life.limp();
            life.point();
        }
    }

    /// A person orders something here, and does not wait for the answer.
    void order(Order order) {
        beside(() -> {
            try {
                boolean isDone = desk.hand(order);
                setting.say(machine.name(), "order " + order + ": " + isDone);
            } catch (IOException e) {
                setting.say(machine.name(), "order " + order + ": " + e.getMessage());
            }
        });
    }

    void propose(Edition edition) {
        beside(() -> store.propose(edition));
    }

    private void beside(Runnable what) {
        HostProcess thread = life.process().beside(what);
        orders.add(thread);
        thread.start();
    }

    /// What the loop saw last.
    Optional<View> last() {
        return last;
    }

    boolean shows(VirtualIp ip, LeaseId lease) {
        return last.map(view -> view.marks().get(ip))
                .filter(mark -> mark.owner().equals(life.name()) && mark.hangsOn(lease))
                .isPresent();
    }

    /// What the store would show now.
    Optional<View> peek() {
        try {
            return Optional.of(store.view());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    Optional<Roll> roll() {
        return member.roll();
    }

    @Override
    public void close() {
        orders.forEach(HostProcess::end);
        ear.end();
        store.close();
    }

    @Override
    public int epoch() {
        return 0;
    }

    @Override
    public void catchUp() {}
}
