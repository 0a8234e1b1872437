package io.yaim.store.multicast.group;

import java.io.IOException;

/// The processes of one cluster that hear each other, kept by group communication: who is there, and
/// messages between them. What is said is secret to them and can be neither forged nor replayed: all know
/// the cluster's secret.
///
/// Messages from one seat to another arrive once and in order while both are on the roll, and not at all
/// after; those sent to all keep that order with those sent to one. Both may be called by several threads.
public interface GroupChannel extends AutoCloseable {

    /// Takes a seat and tells the listener from now on. Returns when it is told the first roll, which may
    /// have no other seat.
    ///
    /// @throws IOException the network does not allow it
    MemberId join(Listener listener) throws IOException;

    /// One's own seat, from the moment when the first roll is told.
    MemberId self();

    /// Sends to one seat, without waiting; to one's own as well. What cannot arrive is lost without a word.
    void send(MemberId to, byte[] message);

    /// Sends to all on the roll but oneself, without waiting.
    void broadcast(byte[] message);

    /// Has this seat asked whether it still hears. If it does not answer it is taken off the roll, although it is
    /// heard.
    void suspect(MemberId memberId);

    /// Leaves in order: the others are told at once.
    @Override
    void close();

    /// Is told one thing after the other, never two at a time; must return soon.
    interface Listener {

        void viewChanged(MembershipView membershipView);

        void received(MemberId from, byte[] message);

        /// Somebody is heard who cannot be understood: he does not know the secret, or speaks for another
        /// version. Told now and then while it lasts.
        ///
        /// @param who for people, such as his network address and what is wrong
        void foreignSenderHeard(String who);
    }
}
