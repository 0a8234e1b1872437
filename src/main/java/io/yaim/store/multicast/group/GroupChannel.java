package io.yaim.store.multicast.group;

import java.io.IOException;

/// The group communication between the processes of one cluster: which processes are there, and messages between
/// them. Messages are encrypted, and can be neither forged nor replayed: all processes know the secret of the
/// cluster.
///
/// Messages from one process to another arrive once and in order while both are members, and not at all after that.
/// Messages to all keep that order with those to one. Several threads may send.
public interface GroupChannel extends AutoCloseable {

    /// Joins, and calls the listener from now on. Returns when the listener has the first membership view, which may
    /// have no other member.
    ///
    /// @throws IOException the network does not allow it
    MemberId join(Listener listener) throws IOException;

    /// The own member id, from the first membership view on.
    MemberId self();

    /// Sends to one member, which may be this process, without waiting. What cannot be delivered is lost without
    /// notice.
    void send(MemberId to, byte[] message);

    /// Sends to all other members, without waiting.
    void broadcast(byte[] message);

    /// Has a member verified. If it does not answer, it is removed from the membership view, although its messages
    /// arrive.
    void suspect(MemberId memberId);

    /// Leaves. The others are notified at once.
    @Override
    void close();

    /// Is called by one thread at a time; must return soon.
    interface Listener {

        void viewChanged(MembershipView membershipView);

        void received(MemberId from, byte[] message);

        /// A sender cannot be understood: it does not know the secret, or has another version. Reported now and then
        /// while it lasts.
        ///
        /// @param who for people, such as its network address and what is wrong
        void foreignSenderHeard(String who);
    }
}
