package io.yaim.store.multicast;

import io.yaim.model.Host;
import io.yaim.store.multicast.group.GroupChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Keeps this node in the group. A group channel is bound to an address and a network interface of this host. If one of
/// them is replaced, the channel hears nothing any more: then the node leaves at once, and joins anew as another
/// member, which knows what the former one knew.
public final class ChannelKeeper {

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /// After this time in the group, the next pause is the shortest again.
    private static final Duration STEADY = Duration.ofMinutes(1);

    private final MulticastStore store;
    private final EndpointFinder endpointFinder;
    private final Executor executor;
    private final Supplier<Duration> clock;
    private final Consumer<String> warnings;

    // guarded by this
    private Optional<Endpoint> used = Optional.empty();
    private Duration pause = SHORTEST_PAUSE;
    private Duration lastJoin = Duration.ZERO;
    private String lastWarning = "";

    private volatile boolean isJoining;

    /// Where the group can be joined on a host.
    public interface EndpointFinder {

        /// Returns where it can be joined now.
        ///
        /// @throws IOException nowhere
        Endpoint find(Host host) throws IOException;
    }

    /// What a group channel is bound to.
    public interface Endpoint {

        boolean isIntact(Host host);

        /// Creates a channel that has not joined yet.
        GroupChannel newChannel();
    }

    /// @param executor closes and joins channels, one after the other, without making the caller wait
    /// @param clock time since boot
    public ChannelKeeper(
            MulticastStore store,
            EndpointFinder endpointFinder,
            Executor executor,
            Supplier<Duration> clock,
            Consumer<String> warnings) {
        this.store = store;
        this.endpointFinder = endpointFinder;
        this.executor = executor;
        this.clock = clock;
        this.warnings = warnings;
    }

    /// Joins for the first time, and waits for it.
    ///
    /// @throws IOException the host or the network does not allow it
    public void join(Host host) throws IOException {
        Endpoint endpoint = endpointFinder.find(host);
        store.joinGroup(endpoint.newChannel());
        use(endpoint);
    }

    /// To be called with each new look at this host. Does not wait.
    public synchronized void hostSeen(Host host) {
        if (used.isPresent() && !used.get().isIntact(host)) {
            leave("the group channel is lost, since this host no longer has " + used.get());
        }
        if (used.isEmpty() && !isJoining && clock.get().compareTo(lastJoin.plus(pause)) >= 0) {
            joinAnew(host);
        }
    }

    private synchronized void joinAnew(Host host) {
        try {
            Endpoint endpoint = endpointFinder.find(host);
            use(endpoint);
            isJoining = true;
            executor.execute(() -> joinAnew(endpoint));
        } catch (IOException e) {
            warnOnce("the group cannot be joined anew: " + e.getMessage());
        }
    }

    /// The endpoint may be lost before it is joined, or meanwhile.
    private void joinAnew(Endpoint endpoint) {
        GroupChannel groupChannel = endpoint.newChannel();
        boolean hasJoined = false;
        try {
            if (isUsed(endpoint)) {
                store.joinGroup(groupChannel);
                hasJoined = true;
            }
        } catch (IOException e) {
            warnOnce("the group cannot be joined anew: " + e.getMessage());
        } finally {
            if (!end(endpoint, hasJoined)) {
                store.leaveGroup("the group channel is lost");
                groupChannel.close();
            }
            isJoining = false;
        }
    }

    private synchronized boolean isUsed(Endpoint endpoint) {
        return used.filter(endpoint::equals).isPresent();
    }

    private synchronized void use(Endpoint endpoint) {
        Duration now = clock.get();
        boolean isSteady = now.minus(lastJoin).compareTo(STEADY) > 0;
        Duration longer = pause.multipliedBy(2);
        pause = isSteady ? SHORTEST_PAUSE : longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        lastJoin = now;
        used = Optional.of(endpoint);
    }

    /// Returns whether the channel that has joined is to be used.
    private synchronized boolean end(Endpoint endpoint, boolean hasJoined) {
        boolean isWanted = hasJoined && isUsed(endpoint);
        if (isWanted) {
            warnOnce("has joined the group anew, from " + endpoint);
        } else if (isUsed(endpoint)) {
            used = Optional.empty();
        }
        return isWanted;
    }

    private synchronized void leave(String reason) {
        used = Optional.empty();
        warnOnce(reason);
        store.leaveGroup(reason).ifPresent(lost -> executor.execute(lost::close));
    }

    private synchronized void warnOnce(String warning) {
        if (!warning.equals(lastWarning)) {
            lastWarning = warning;
            warnings.accept(warning);
        }
    }
}
