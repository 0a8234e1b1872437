package io.yaim.store.multicast;

/// The way of notes to other seats, and to one's own.
interface Outbox {

    void send(Seat to, Note note);

    /// To all on the roll but oneself.
    void broadcast(Note note);
}
