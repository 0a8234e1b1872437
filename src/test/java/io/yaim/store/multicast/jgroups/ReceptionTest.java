package io.yaim.store.multicast.jgroups;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.store.multicast.Roll;
import io.yaim.store.multicast.Seat;
import io.yaim.store.multicast.jgroups.Reception.Fate;
import io.yaim.store.multicast.jgroups.Reception.Letter;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReceptionTest {

    private final Reception reception = new Reception();

    @Test
    void deliversWhatIsSentUnderTheRoll() {
        turn(1, false, "a", "b");

        assertThat(reception.take(letter("b", 1, "a"))).isEqualTo(Fate.DELIVER);
    }

    @Test
    void whatIsSentUnderALaterRollWaitsForIt() {
        turn(1, false, "a", "b");
        Letter early = letter("c", 2, "a");

        assertThat(reception.take(early)).isEqualTo(Fate.WAIT);
        assertThat(reception.turn(roll(2, false, "a", "b", "c"), id(2, "a")))
                .containsExactly(Map.entry(early, Fate.DELIVER));
    }

    @Test
    void whatWaitsForARollOfOthersIsDropped() {
        turn(1, false, "a", "b");
        Letter foreign = letter("c", 2, "c");

        assertThat(reception.take(foreign)).isEqualTo(Fate.WAIT);
        assertThat(reception.turn(roll(3, true, "a", "b", "c"), id(3, "a")))
                .containsExactly(Map.entry(foreign, Fate.DROP));
    }

    @Test
    void whoIsNotOnTheRollIsNotHeard() {
        turn(1, false, "a", "b", "c");
        turn(2, false, "a", "b");

        assertThat(reception.take(letter("c", 1, "a"))).isEqualTo(Fate.DROP);
    }

    @Test
    void whatIsSentUnderAnEarlierRollOfBothIsDelivered() {
        turn(1, false, "a", "b");
        turn(2, false, "a", "b", "c");

        assertThat(reception.take(letter("b", 1, "a"))).isEqualTo(Fate.DELIVER);
    }

    @Test
    void whatWasSentBeforeOneWasAwayIsDropped() {
        turn(1, false, "a", "b", "c");
        turn(2, false, "a", "b");
        turn(3, false, "a", "b", "c");

        assertThat(reception.take(letter("c", 1, "a"))).isEqualTo(Fate.DROP);
        assertThat(reception.take(letter("b", 1, "a"))).isEqualTo(Fate.DELIVER);
    }

    @Test
    void whatWasSentBeforeAMergeIsDropped() {
        turn(1, false, "a", "b");
        turn(2, true, "a", "b");

        assertThat(reception.take(letter("b", 1, "a"))).isEqualTo(Fate.DROP);
    }

    private void turn(long number, boolean isMerged, String... seats) {
        reception.turn(roll(number, isMerged, seats), id(number, seats[0]));
    }

    private static Roll roll(long number, boolean isMerged, String... seats) {
        return new Roll(number, isMerged, Stream.of(seats).map(Seat::new).toList());
    }

    private static RollId id(long number, String author) {
        return new RollId(number, new Seat(author));
    }

    private static Letter letter(String from, long number, String author) {
        return new Letter(new Seat(from), id(number, author), new byte[0]);
    }
}
