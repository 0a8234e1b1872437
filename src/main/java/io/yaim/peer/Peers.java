package io.yaim.peer;

import java.io.IOException;
import java.util.List;

/// The port to the other nodes. Messages may be lost, late, duplicated or reordered. Each message that arrives
/// was written by a process that knows the shared secret. Used by one thread.
///
/// An adapter gets a [Runnable]. It runs it on any thread, whenever there is something to receive.
public interface Peers extends AutoCloseable {

    /// Sends without waiting.
    ///
    /// @param to the `address:port` from a member key
    void send(String to, PeerMessage peerMessage) throws IOException;

    /// The messages since the last call, oldest first. Messages may be missing if there were too many.
    List<Received> receive();

    @Override
    void close();

    /// A received message.
    ///
    /// @param from where to send the answer, as `address:port`
    record Received(String from, PeerMessage peerMessage) {}

    /// The adapter of a node that has no peers.
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
