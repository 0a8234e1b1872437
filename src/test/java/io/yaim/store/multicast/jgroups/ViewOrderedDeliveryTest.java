package io.yaim.store.multicast.jgroups;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import io.yaim.store.multicast.jgroups.ViewOrderedDelivery.Fate;
import io.yaim.store.multicast.jgroups.ViewOrderedDelivery.IncomingMessage;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ViewOrderedDeliveryTest {

    private final ViewOrderedDelivery viewOrderedDelivery = new ViewOrderedDelivery();

    @Test
    void deliversWhatIsSentUnderTheRoll() {
        turn(1, false, "a", "b");

        assertThat(viewOrderedDelivery.accept(letter("b", 1, "a"))).isEqualTo(Fate.DELIVER);
    }

    @Test
    void whatIsSentUnderALaterRollWaitsForIt() {
        turn(1, false, "a", "b");
        IncomingMessage early = letter("c", 2, "a");

        assertThat(viewOrderedDelivery.accept(early)).isEqualTo(Fate.WAIT);
        assertThat(viewOrderedDelivery.viewChanged(roll(2, false, "a", "b", "c"), id(2, "a")))
                .containsExactly(Map.entry(early, Fate.DELIVER));
    }

    @Test
    void whatWaitsForARollOfOthersIsDropped() {
        turn(1, false, "a", "b");
        IncomingMessage foreign = letter("c", 2, "c");

        assertThat(viewOrderedDelivery.accept(foreign)).isEqualTo(Fate.WAIT);
        assertThat(viewOrderedDelivery.viewChanged(roll(3, true, "a", "b", "c"), id(3, "a")))
                .containsExactly(Map.entry(foreign, Fate.DROP));
    }

    @Test
    void whoIsNotOnTheRollIsNotHeard() {
        turn(1, false, "a", "b", "c");
        turn(2, false, "a", "b");

        assertThat(viewOrderedDelivery.accept(letter("c", 1, "a"))).isEqualTo(Fate.DROP);
    }

    @Test
    void whatIsSentUnderAnEarlierRollOfBothIsDelivered() {
        turn(1, false, "a", "b");
        turn(2, false, "a", "b", "c");

        assertThat(viewOrderedDelivery.accept(letter("b", 1, "a"))).isEqualTo(Fate.DELIVER);
    }

    @Test
    void whatWasSentBeforeOneWasAwayIsDropped() {
        turn(1, false, "a", "b", "c");
        turn(2, false, "a", "b");
        turn(3, false, "a", "b", "c");

        assertThat(viewOrderedDelivery.accept(letter("c", 1, "a"))).isEqualTo(Fate.DROP);
        assertThat(viewOrderedDelivery.accept(letter("b", 1, "a"))).isEqualTo(Fate.DELIVER);
    }

    @Test
    void whatWasSentBeforeAMergeIsDropped() {
        turn(1, false, "a", "b");
        turn(2, true, "a", "b");

        assertThat(viewOrderedDelivery.accept(letter("b", 1, "a"))).isEqualTo(Fate.DROP);
    }

    private void turn(long number, boolean isMerged, String... seats) {
        viewOrderedDelivery.viewChanged(roll(number, isMerged, seats), id(number, seats[0]));
    }

    private static MembershipView roll(long number, boolean isMerged, String... seats) {
        return new MembershipView(
                number, isMerged, Stream.of(seats).map(MemberId::new).toList());
    }

    private static MembershipViewId id(long number, String author) {
        return new MembershipViewId(number, new MemberId(author));
    }

    private static IncomingMessage letter(String from, long number, String author) {
        return new IncomingMessage(new MemberId(from), id(number, author), new byte[0]);
    }
}
