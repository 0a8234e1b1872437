package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.group.GroupChannel;
import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// Remembers what it was told, in order.
final class RecordingListener implements GroupChannel.Listener {

    private final List<MembershipView> rolls = new CopyOnWriteArrayList<>();
    private final List<ReceivedMessage> messages = new CopyOnWriteArrayList<>();
    private final List<String> strangers = new CopyOnWriteArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();

    private volatile Optional<Thread> within = Optional.empty();

    @SuppressWarnings("ArrayRecordComponent")
    record ReceivedMessage(MemberId from, byte[] message) {}

    @Override
    public void viewChanged(MembershipView membershipView) {
        enter();
        if (!rolls.isEmpty() && rolls.getLast().number() >= membershipView.number()) {
            faults.add("after " + rolls.getLast() + " came " + membershipView);
        }
        rolls.add(membershipView);
        leave();
    }

    @Override
    public void received(MemberId from, byte[] message) {
        enter();
        if (!membershipView().members().contains(from)) {
            faults.add("a message from " + from + ", who is not on " + membershipView());
        }
        messages.add(new ReceivedMessage(from, message));
        leave();
    }

    @Override
    public void foreignSenderHeard(String who) {
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

    MembershipView membershipView() {
        return rolls.getLast();
    }

    List<MembershipView> rolls() {
        return rolls;
    }

    Set<MemberId> seats() {
        return Set.copyOf(membershipView().members());
    }

    List<ReceivedMessage> messages() {
        return new ArrayList<>(messages);
    }

    List<String> texts(MemberId from) {
        return messages.stream()
                .filter(receivedMessage -> receivedMessage.from().equals(from))
                .map(receivedMessage -> new String(receivedMessage.message(), java.nio.charset.StandardCharsets.UTF_8))
                .collect(Collectors.toList());
    }

    List<String> strangers() {
        return strangers;
    }

    List<String> faults() {
        return faults;
    }
}
