package io.yaim.store.multicast.jgroups;

import java.time.Duration;

/// The times after which a node that is silent for `stale` has been suspected, verified, and removed from the
/// membership view.
///
/// @param heartbeat the pause between heartbeats
/// @param suspectAfter the silence after which a node is suspected; noticed up to one heartbeat later
/// @param verifyTimeout how long a suspect has to answer
/// @param joinTimeout how long a starting node waits for the first answer
/// @param viewAckTimeout how long JGroups waits for others while it changes the membership view
/// @param mergeInterval between two announcements of the own membership view, by which parts find each other again
/// @param retransmitInterval between two searches for lost messages
record GroupTiming(
        Duration heartbeat,
        Duration suspectAfter,
        Duration verifyTimeout,
        Duration joinTimeout,
        Duration viewAckTimeout,
        Duration mergeInterval,
        Duration retransmitInterval) {

    static GroupTiming of(Duration stale, Duration interval) {
        long most = stale.toMillis();
        long question = within(most / 10, 50, 200);
        long heartbeat = Math.max(20, Math.min(interval.toMillis(), most / 5));
        long missed = (most - question) / heartbeat - 1;
        return new GroupTiming(
                Duration.ofMillis(heartbeat),
                Duration.ofMillis(heartbeat * missed),
                Duration.ofMillis(question),
                Duration.ofMillis(within(most, 500, 2000)),
                Duration.ofMillis(within(most / 2, 200, 2000)),
                Duration.ofMillis(within(most / 2, 200, 10_000)),
                Duration.ofMillis(within(most / 10, 100, 500)));
    }

    private static long within(long value, long least, long most) {
        return Math.min(Math.max(value, least), most);
    }
}
