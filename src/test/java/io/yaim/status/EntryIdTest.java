package io.yaim.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.View;
import org.junit.jupiter.api.Test;

class EntryIdTest {

    private static final String PREFIX = "/service/yaim/";
    private static final View VIEW = Sketch.of("a").owns("a", 1).view();

    @Test
    void isTheSameForEverAndOnEveryNode() {
        assertThat(EntryId.of(PREFIX, Sketch.ip(1)))
                .isEqualTo("vip-bf987f0c-b71f-3360-8751-845fc6dd053e")
                .isNotEqualTo(EntryId.of("/service/other/", Sketch.ip(1)))
                .isNotEqualTo(EntryId.of(PREFIX, Sketch.ip(2)));
        assertThat(EntryId.isOne(EntryId.of(PREFIX, Sketch.ip(1)))).isTrue();
    }

    @Test
    void findsAnEntryByIdAndByAddress() {
        assertThat(EntryId.find(PREFIX, VIEW, EntryId.of(PREFIX, Sketch.ip(1)))).contains(Sketch.ip(1));
        assertThat(EntryId.find(PREFIX, VIEW, "10.0.0.1")).contains(Sketch.ip(1));
        assertThat(EntryId.find(PREFIX, VIEW, "10.0.0.1/24")).contains(Sketch.ip(1));
        for (String other : new String[] {"10.0.0.2", EntryId.of(PREFIX, Sketch.ip(2)), "", "nonsense", "vip-1"}) {
            assertThat(EntryId.find(PREFIX, VIEW, other)).as(other).isEmpty();
        }
    }
}
