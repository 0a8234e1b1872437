package io.yaim.store.multicast;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Notes on their way out, in their order. They are written down by whoever has the turn, and sent when
/// nobody has: sending may have to wait for somebody who waits for a turn.
final class Post implements Outbox {

    private final Assembly assembly;
    private final Turns turns;
    private final NoteCodec codec = new NoteCodec();

    // of whoever has the turn
    private final List<Letter> outgoing = new ArrayList<>();
    private boolean isSending;

    /// @param to empty: to all others
    private record Letter(Optional<Seat> to, Note note) {}

    Post(Assembly assembly, Turns turns) {
        this.assembly = assembly;
        this.turns = turns;
    }

    @Override
    public void send(Seat to, Note note) {
        outgoing.add(new Letter(Optional.of(to), note));
    }

    @Override
    public void broadcast(Note note) {
        outgoing.add(new Letter(Optional.empty(), note));
    }

    /// Sends what has been written, unless somebody is about it: he sends this too. Called without a turn.
    void deliver() {
        for (List<Letter> letters = collect(); !letters.isEmpty(); letters = collect()) {
            try {
                letters.forEach(this::carry);
            } finally {
                turns.take(() -> isSending = false);
            }
        }
    }

    private List<Letter> collect() {
        return turns.take(() -> {
            if (isSending || outgoing.isEmpty()) {
                return List.of();
            }
            isSending = true;
            List<Letter> letters = List.copyOf(outgoing);
            outgoing.clear();
            return letters;
        });
    }

    private void carry(Letter letter) {
        byte[] message = codec.encode(letter.note());
        if (letter.to().isPresent()) {
            assembly.send(letter.to().get(), message);
        } else {
            assembly.broadcast(message);
        }
    }
}
