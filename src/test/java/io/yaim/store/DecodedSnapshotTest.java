package io.yaim.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Entry;
import io.yaim.model.Mark;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DecodedSnapshotTest {

    private static final KeySpace KEYS = KeySpace.of("/service/", "yaim");
    private static final VirtualIp IP = VirtualIp.parse("10.0.0.5");

    private final DecodedSnapshot decodedSnapshot = new DecodedSnapshot(KEYS, 5);

    private void put(String key, String value, long revision) {
        decodedSnapshot.put(new RawKey(key, value, revision, Optional.empty()));
    }

    @Test
    void theKeyWithoutSlashWins() {
        put(KEYS.entry(IP) + "/", "group: slash", 6);
        assertThat(decodedSnapshot.view().pool().values())
                .extracting(Entry::group)
                .containsExactly(Optional.of("slash"));
        put(KEYS.entry(IP), "", 7);
        assertThat(decodedSnapshot.view().pool().values()).containsExactly(Entry.plain(IP, KEYS.entry(IP)));
        decodedSnapshot.delete(KEYS.entry(IP), 8);
        assertThat(decodedSnapshot.view().pool().values())
                .extracting(Entry::group)
                .containsExactly(Optional.of("slash"));
    }

    @Test
    void badOptionsWithoutSlashAreNotReplacedByThoseWith() {
        put(KEYS.entry(IP) + "/", "", 6);
        put(KEYS.entry(IP), "colour: red", 7);
        assertThat(decodedSnapshot.view().pool()).isEmpty();
        assertThat(decodedSnapshot.view().unmanagedKeys()).hasSize(1);
    }

    @Test
    void theRevisionIsThatOfTheLastChange() {
        assertThat(decodedSnapshot.view().revision()).isEqualTo(5);
        put(KEYS.entry(IP), "", 7);
        assertThat(decodedSnapshot.view().revision()).isEqualTo(7);
        decodedSnapshot.delete(KEYS.entry(IP), 9);
        assertThat(decodedSnapshot.view().revision()).isEqualTo(9);
    }

    @Test
    void theViewIsMadeOnceForARevision() {
        put(KEYS.entry(IP), "", 7);
        assertThat(decodedSnapshot.view()).isSameAs(decodedSnapshot.view());
    }

    @Test
    void aMarkWithoutALeaseIsThereAndOdd() {
        put(KEYS.mark(IP), "a", 6);
        assertThat(decodedSnapshot.view().marks()).containsKey(IP);
        assertThat(decodedSnapshot.view().unmanagedKeys())
                .containsExactly("/service/yaim/marks/10.0.0.5: hangs on no lease");
    }

    @Test
    void marksThatHaveGoneAreRememberedSinceTheRead() {
        put(KEYS.mark(IP), "a", 6);
        decodedSnapshot.delete(KEYS.mark(IP), 7);
        put(KEYS.mark(IP), "b", 8);
        put(KEYS.mark(IP), "not a node's name", 9);
        assertThat(decodedSnapshot.view().markHistory().completeSince()).isEqualTo(5);
        assertThat(decodedSnapshot.view().markHistory().marksGoneSince(7))
                .extracting(Mark::owner)
                .containsExactly(new NodeName("b"));
        decodedSnapshot.advanceTo(12);
        assertThat(decodedSnapshot.view().revision()).isEqualTo(12);
        assertThat(decodedSnapshot.view().markHistory().marksGoneSince(9)).isEmpty();
        decodedSnapshot.advanceTo(11);
        assertThat(decodedSnapshot.view().revision()).isEqualTo(12);
    }

    @Test
    void odditiesAreBounded() {
        for (int i = 0; i < 1000; i++) {
            put("/service/yaim/junk" + i, "", 6);
        }
        assertThat(decodedSnapshot.view().unmanagedKeys())
                .hasSize(View.MAX_UNMANAGED_KEYS)
                .last()
                .isEqualTo("~ and 901 more");
    }
}
