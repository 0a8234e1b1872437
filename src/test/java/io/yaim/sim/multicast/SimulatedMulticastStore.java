package io.yaim.sim.multicast;

import io.yaim.model.AdminRequest;
import io.yaim.model.GroupStatus;
import io.yaim.model.Host;
import io.yaim.model.LeaseId;
import io.yaim.model.Link;
import io.yaim.model.StoreChange;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.sim.world.HostProcess;
import io.yaim.sim.world.Machine;
import io.yaim.sim.world.NodeStore;
import io.yaim.sim.world.SimulatedNode;
import io.yaim.sim.world.SimulationContext;
import io.yaim.sim.world.StoreNetwork.CallKind;
import io.yaim.store.KeySpace;
import io.yaim.store.StoreListener;
import io.yaim.store.multicast.ChannelKeeper;
import io.yaim.store.multicast.MulticastPoolAdmin;
import io.yaim.store.multicast.MulticastStore;
import io.yaim.store.multicast.group.GroupChannel;
import io.yaim.store.multicast.group.MembershipView;
import io.yaim.store.multicast.protocol.MulticastSettings;
import io.yaim.store.multicast.protocol.VersionedPool;
import io.yaim.store.spi.StoreCallbacks;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The store of nodes without a server, as one incarnation uses it: the real one, with a thread that receives
/// messages.
public final class SimulatedMulticastStore implements NodeStore {

    static final KeySpace KEYS = KeySpace.of("/service/", "yaim");

    private final SimulationContext simulationContext;
    private final Machine machine;
    private final SimulatedNode simulatedNode;
    private final SimulatedGroup simulatedGroup;

    /// All that this incarnation has joined by; the last one is used. Those before it may still call the store.
    private final List<SimulatedChannel> channels = new ArrayList<>();

    private final MulticastStore store;
    private final ChannelKeeper channelKeeper;
    private final MulticastPoolAdmin poolAdmin;
    private final HostProcess receiverThread;
    private final List<HostProcess> requestThreads = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();
    private Optional<View> lastView = Optional.empty();

    public SimulatedMulticastStore(
            SimulationContext simulationContext,
            SimulatedGroup simulatedGroup,
            Machine machine,
            SimulatedNode simulatedNode) {
        this.simulationContext = simulationContext;
        this.machine = machine;
        this.simulatedNode = simulatedNode;
        this.simulatedGroup = simulatedGroup;
        store = new MulticastStore(
                new MulticastSettings(
                        KEYS,
                        simulationContext.profile().ttl(),
                        SimulationContext.STORE_TIMEOUT,
                        simulatedGroup.voters(),
                        Optional.of(simulatedNode.name())),
                machine.clock()::now,
                new SimulatedMonitor(machine.clock(), simulatedNode.process()),
                machine.poolFile(),
                simulationContext.dice()::number,
                new StoreCallbacks(simulatedNode::ring, StoreListener.NONE, this::report));
        poolAdmin = new MulticastPoolAdmin(store, KEYS);
        channelKeeper = new ChannelKeeper(store, this::card, this::startThread, machine.clock()::now, this::report);
        receiverThread = simulatedNode.process().newThread(this::receiveLoop);
    }

    private ChannelKeeper.Endpoint card(Host host) throws IOException {
        Link link = host.links().get(Machine.CARD);
        if (link == null) {
            throw new IOException("there is no " + Machine.CARD);
        }
        return new Card(this, link.index());
    }

    /// A network interface, which is another one if it was created anew.
    private record Card(SimulatedMulticastStore store, int index) implements ChannelKeeper.Endpoint {

        @Override
        public boolean isIntact(Host host) {
            Link link = host.links().get(Machine.CARD);
            return link != null && link.index() == index;
        }

        @Override
        public GroupChannel newChannel() {
            SimulatedChannel channel = store.simulatedGroup.member(store.machine, store.simulatedNode.process(), index);
            channel.setOnArrival(store.receiverThread::wake);
            store.channels.add(channel);
            return channel;
        }

        @Override
        public String toString() {
            return Machine.CARD + " (index " + index + ")";
        }
    }

    @Override
    public void hostSeen(Host host) {
        channelKeeper.hostSeen(host);
    }

    private void report(String what) {
        simulationContext.log(machine.name(), "reports: " + what);
        simulationContext.tally().count("reported " + what.replaceAll("[0-9]+", "N"));
        reports.add(what);
    }

    /// The messages that the store has logged for the operator.
    public List<String> reports() {
        return List.copyOf(reports);
    }

    private void receiveLoop() {
        while (true) {
            Duration due = machine.clock().timelineTime(store.nextTick());
            receiverThread.await(() -> busyChannel().isPresent(), due);
            receiverThread.interruptionPoint();
            Optional<SimulatedChannel> busy = busyChannel();
            if (busy.isPresent()) {
                busy.get().handleNext();
            } else {
                store.tick();
            }
        }
    }

    private Optional<SimulatedChannel> busyChannel() {
        return channels.stream().filter(SimulatedChannel::hasMessages).findFirst();
    }

    @Override
    public void open() throws IOException {
        receiverThread.start();
        channelKeeper.join(machine.kernel().read());
    }

    @Override
    public Granted obtainLease(Duration ttl) throws IOException {
        simulatedNode.interruptionPoint();
        Duration sent = machine.clock().now();
        Granted granted = answered(CallKind.JOIN, () -> store.obtainLease(ttl));
        simulatedNode.proofTracker().granted(granted.id(), sent, granted.ttl());
        return granted;
    }

    @Override
    public Duration renew(LeaseId lease) throws IOException {
        simulatedNode.interruptionPoint();
        Duration sent = machine.clock().now();
        Duration granted = answered(CallKind.RENEW, () -> store.renew(lease));
        simulatedNode.proofTracker().renewed(lease, sent, granted);
        return granted;
    }

    @Override
    public View view() throws IOException {
        simulatedNode.interruptionPoint();
        View view = store.view();
        lastView = Optional.of(view);
        return view;
    }

    @Override
    public Outcome commit(LeaseId lease, List<StoreChange> changes) throws IOException {
        List<StoreChange> copy = List.copyOf(changes);
        simulatedNode.interruptionPoint();
        simulationContext.trace().log(machine.name(), () -> "commits " + copy);
        return answered(CallKind.COMMIT, () -> store.commit(lease, copy));
    }

    @Override
    public void revokeLease(LeaseId lease) throws IOException {
        simulatedNode.interruptionPoint();
        answered(CallKind.LEAVE, () -> {
            store.revokeLease(lease);
            return lease;
        });
    }

    @Override
    public Optional<GroupStatus> standing() {
        simulatedNode.interruptionPoint();
        return store.standing();
    }

    private interface Call<T> {
        T run() throws IOException;
    }

    private <T> T answered(CallKind kind, Call<T> call) throws IOException {
        try {
            if (machine.storeLink().refuses(kind)) {
                throw new IOException(kind + ": refused");
            }
            return call.run();
        } finally {
            simulatedNode.delayIfSlow();
            simulatedNode.interruptionPoint();
        }
    }

    /// An operator sends a request to this node, and does not wait for the answer.
    public void submit(AdminRequest adminRequest) {
        startThread(() -> {
            try {
                boolean isDone = poolAdmin.apply(adminRequest);
                simulationContext.log(machine.name(), "request " + adminRequest + ": " + isDone);
            } catch (IOException e) {
                simulationContext.log(machine.name(), "request " + adminRequest + ": " + e.getMessage());
            }
        });
    }

    public void propose(VersionedPool versionedPool) {
        startThread(() -> store.proposePool(versionedPool));
    }

    private void startThread(Runnable what) {
        HostProcess thread = simulatedNode.process().newThread(what);
        requestThreads.add(thread);
        thread.start();
    }

    /// The view that the loop read last.
    Optional<View> lastView() {
        return lastView;
    }

    public boolean showsMark(VirtualIp ip, LeaseId lease) {
        return lastView.map(view -> view.marks().get(ip))
                .filter(mark -> mark.owner().equals(simulatedNode.name()) && mark.isAttachedTo(lease))
                .isPresent();
    }

    /// The view that the store would return now.
    public Optional<View> currentView() {
        try {
            return Optional.of(store.view());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public Optional<MembershipView> membershipView() {
        return channels.isEmpty() ? Optional.empty() : channels.getLast().view();
    }

    @Override
    public void close() {
        requestThreads.forEach(HostProcess::end);
        receiverThread.end();
        store.close();
        channels.forEach(SimulatedChannel::close);
    }

    @Override
    public int epoch() {
        return 0;
    }

    @Override
    public void catchUp() {}
}
