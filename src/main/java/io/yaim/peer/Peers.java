package io.yaim.peer;

import java.io.IOException;
import java.util.List;

/// The way to the other nodes. Messages may be lost, late, doubled, or in another order; what arrives was
/// written by one who knows the shared secret. Used by one thread.
///
/// An adapter is handed a [Runnable] that it runs, on any thread, whenever there is something to receive.
public interface Peers extends AutoCloseable {

    /// Sends without waiting.
    ///
    /// @param to as a member key tells: `address:port`
    void send(String to, PeerMessage peerMessage) throws IOException;

    /// What came in since the last call, oldest first; some of it may have been left out when it was too
    /// much.
    List<Received> receive();

    @Override
    void close();

    /// A message that came in.
    ///
    /// @param from where to send an answer
    record Received(String from, PeerMessage peerMessage) {}

    /// Of a node that nobody can ask.
    static Peers none() {
        return new Peers() {
            @Override
            public void send(String to, PeerMessage peerMessage) {}

            @Override
            public List<Received> receive() {
                return List.of();
            }

            @Override
            public void close() {}
        };
    }
}
