package io.yaim.store.multicast;

import io.yaim.store.multicast.group.GroupChannel;
import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import io.yaim.store.multicast.protocol.GroupMessage;
import io.yaim.store.multicast.protocol.GroupMessageCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Passes on to this node's role what arrives by one group channel. It counts only while that channel is used.
final class ChannelListener implements GroupChannel.Listener {

    private final GroupChannel groupChannel;
    private final PresentChannel presentChannel;
    private final NodeRole nodeRole;
    private final CoordinatorClient coordinatorClient;
    private final Supplier<Duration> clock;
    private final Consumer<String> foreignSenders;
    private final GroupMessageCodec codec = new GroupMessageCodec();

    ChannelListener(
            GroupChannel groupChannel,
            PresentChannel presentChannel,
            NodeRole nodeRole,
            CoordinatorClient coordinatorClient,
            Supplier<Duration> clock,
            Consumer<String> foreignSenders) {
        this.groupChannel = groupChannel;
        this.presentChannel = presentChannel;
        this.nodeRole = nodeRole;
        this.coordinatorClient = coordinatorClient;
        this.clock = clock;
        this.foreignSenders = foreignSenders;
    }

    @Override
    public void viewChanged(MembershipView membershipView) {
        run(() -> nodeRole.viewChanged(groupChannel.self(), membershipView, clock.get()));
    }

    /// A message that cannot be decoded comes from another version of yaim: all other senders are kept out.
    @Override
    public void received(MemberId from, byte[] message) {
        GroupMessage groupMessage;
        try {
            groupMessage = codec.decode(message);
        } catch (IOException e) {
            foreignSenders.accept("seat " + from + " sent what this version does not understand: " + e.getMessage());
            return;
        }
        run(() -> nodeRole.received(from, groupMessage, clock.get()));
    }

    @Override
    public void foreignSenderHeard(String who) {
        foreignSenders.accept(who);
    }

    private void run(Runnable step) {
        coordinatorClient.run(() -> {
            if (presentChannel.is(groupChannel)) {
                step.run();
            }
            return groupChannel;
        });
    }
}
