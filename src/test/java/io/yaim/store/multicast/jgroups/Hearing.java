package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.Assembly;
import io.yaim.store.multicast.Roll;
import io.yaim.store.multicast.Seat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// Remembers what it was told, in order.
final class Hearing implements Assembly.Listener {

    private final List<Roll> rolls = new CopyOnWriteArrayList<>();
    private final List<Letter> letters = new CopyOnWriteArrayList<>();
    private final List<String> strangers = new CopyOnWriteArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();

    private volatile Optional<Thread> within = Optional.empty();

    @SuppressWarnings("ArrayRecordComponent")
    record Letter(Seat from, byte[] message) {}

    @Override
    public void called(Roll roll) {
        enter();
        if (!rolls.isEmpty() && rolls.getLast().number() >= roll.number()) {
            faults.add("after " + rolls.getLast() + " came " + roll);
        }
        rolls.add(roll);
        leave();
    }

    @Override
    public void received(Seat from, byte[] message) {
        enter();
        if (!roll().seats().contains(from)) {
            faults.add("a message from " + from + ", who is not on " + roll());
        }
        letters.add(new Letter(from, message));
        leave();
    }

    @Override
    public void heardStranger(String who) {
        enter();
        strangers.add(who);
        leave();
    }

    private void enter() {
        within.ifPresent(other -> faults.add(other + " and " + Thread.currentThread() + " at once"));
        within = Optional.of(Thread.currentThread());
    }

    private void leave() {
        within = Optional.empty();
    }

    Roll roll() {
        return rolls.getLast();
    }

    List<Roll> rolls() {
        return rolls;
    }

    Set<Seat> seats() {
        return Set.copyOf(roll().seats());
    }

    List<Letter> letters() {
        return new ArrayList<>(letters);
    }

    List<String> texts(Seat from) {
        return letters.stream()
                .filter(letter -> letter.from().equals(from))
                .map(letter -> new String(letter.message(), java.nio.charset.StandardCharsets.UTF_8))
                .collect(Collectors.toList());
    }

    List<String> strangers() {
        return strangers;
    }

    List<String> faults() {
        return faults;
    }
}
