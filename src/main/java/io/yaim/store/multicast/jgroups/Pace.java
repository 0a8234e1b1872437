package io.yaim.store.multicast.jgroups;

import java.time.Duration;

/// How often and how long, so that who is unheard for `stale` has been suspected, asked, and taken off the
/// roll.
///
/// @param heartbeat between two signs of life
/// @param silence after which somebody is suspected; seen up to one heartbeat later
/// @param question how long a suspect has to answer
/// @param join how long one who starts waits for somebody to be there
/// @param answer how long JGroups waits for others while it changes the roll
/// @param merge between two words on which roll one has, by which parts find each other again
/// @param resend between two looks for what was lost
record Pace(
        Duration heartbeat,
        Duration silence,
        Duration question,
        Duration join,
        Duration answer,
        Duration merge,
        Duration resend) {

    static Pace of(Duration stale, Duration interval) {
        long most = stale.toMillis();
        long question = within(most / 10, 50, 200);
        long heartbeat = Math.max(20, Math.min(interval.toMillis(), most / 5));
        long missed = (most - question) / heartbeat - 1;
        return new Pace(
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
