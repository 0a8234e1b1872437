package io.yaim.plan;

import static io.yaim.plan.Cluster.entry;
import static io.yaim.plan.Cluster.grouped;
import static io.yaim.plan.Cluster.ip;
import static io.yaim.plan.Cluster.name;
import static io.yaim.plan.Cluster.node;
import static io.yaim.plan.Cluster.nodes;
import static io.yaim.plan.Cluster.owned;
import static io.yaim.plan.Cluster.pool;
import static io.yaim.plan.Cluster.preferring;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Wish;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One example a rule. Owners are written as letters: `aab-` means that a owns entries 1 and 2, b owns 3,
/// nobody 4.
class FairShareTest {

    @Test
    void nobodyGetsAnythingWithoutNodes() {
        assertThat(Cluster.of(pool(3), nodes(), owned("abc")).assign()).isEmpty();
    }

    @Test
    void everybodyGetsNothingOfAnEmptyPool() {
        assertThat(Cluster.of(pool(0), nodes("a", "b"), owned("ab")).assign()).isEmpty();
    }

    /// The example of docs/fairness.md.
    @Test
    void aJoiningNodeTakesItsQuotaFromThoseThatHoldMost() {
        assertThat(plan(Cluster.of(pool(7), nodes("a", "b", "c"), owned("aaaabbb"))))
                .isEqualTo("aacacbb");
    }

    /// Nodes of different versions have to agree: should this plan ever change, an upgrade moves entries about.
    @Test
    void aNewPoolGoesWhereTheRanksSay() {
        assertThat(plan(Cluster.of(pool(12), nodes("a", "b", "c"), owned("")))).isEqualTo("baaacbbabccc");
    }

    @Test
    void weightsScaleTheShares() {
        var cluster = Cluster.of(pool(8), List.of(node("a", 1), node("b", 3)), owned("aaaaaaaa"));
        assertThat(plan(cluster).replace("b", "")).isEqualTo("aa");
    }

    @Test
    void aNodeWithALargerQuotaKeepsIt() {
        assertThat(plan(Cluster.of(pool(4), nodes("a", "b", "c"), owned("abcc"))))
                .isEqualTo("abcc");
        assertThat(plan(Cluster.of(pool(4), nodes("a", "b", "c"), owned("aabc"))))
                .isEqualTo("aabc");
    }

    @Test
    void aPinnedEntryStaysWhateverTheShares() {
        var cluster = Cluster.of(pool(3), nodes("a", "b"), owned("bba"), pin(1, "a"), pin(2, "a"), pin(3, "a"));
        assertThat(plan(cluster)).isEqualTo("aaa");
    }

    @Test
    void aPinToANodeThatRefusesCountsForNothing() {
        var cluster = Cluster.of(List.of(entry(1)), List.of(node("a", 1, 1), node("b", 1)), owned("-"), pin(1, "a"));
        assertThat(plan(cluster)).isEqualTo("b");
    }

    @Test
    void aPinGoesBeforeAPreference() {
        var cluster = Cluster.of(List.of(preferring(1, "b")), nodes("a", "b"), owned("b"), pin(1, "a"));
        assertThat(plan(cluster)).isEqualTo("a");
    }

    @Test
    void theFirstPreferredNodeThatTakesItGetsItAboveItsQuota() {
        var pool = List.of(preferring(1, "z", "b", "a"), preferring(2, "b"), preferring(3, "b"));
        assertThat(plan(Cluster.of(pool, nodes("a", "b"), owned("aaa")))).isEqualTo("bbb");
    }

    @Test
    void whatIsPreferredCountsForTheShare() {
        var pool = List.of(preferring(1, "b"), preferring(2, "b"), entry(3), entry(4));
        assertThat(plan(Cluster.of(pool, nodes("a", "b"), owned("aabb")))).isEqualTo("bbaa");
    }

    @Test
    void aGroupFollowsThePreferenceOfItsFirstEntryThatHasOne() {
        var second = Cluster.with(entry(2), grouped(2, "g").group(), Cluster.names("b"));
        var third = Cluster.with(entry(3), grouped(3, "g").group(), Cluster.names("a"));
        assertThat(plan(Cluster.of(List.of(grouped(1, "g"), second, third), nodes("a", "b"), owned("aaa"))))
                .isEqualTo("bbb");
    }

    @Test
    void aDividedGroupMeetsWhereMostOfItIs() {
        var group = List.of(grouped(1, "g"), grouped(2, "g"), grouped(3, "g"));
        assertThat(plan(Cluster.of(group, nodes("a", "b"), owned("abb")))).isEqualTo("bbb");
        assertThat(plan(Cluster.of(group, nodes("a", "b"), owned("b-a")))).isEqualTo("aaa");
    }

    @Test
    void aGroupThatNoNodeTakesWholeIsNobodys() {
        var group = List.of(grouped(1, "g"), grouped(2, "g"), entry(3));
        assertThat(plan(Cluster.of(group, List.of(node("a", 1, 1), node("b", 1, 2, 3)), owned("bab"))))
                .isEqualTo("--a");
    }

    @Test
    void aGroupNamedLikeAnAddressIsNotThatEntry() {
        var pool = List.of(grouped(1, ip(2).toString()), entry(2));
        assertThat(plan(Cluster.of(pool, nodes("a", "b"), owned("ab")))).isEqualTo("ab");
    }

    @Test
    void whatIsNotOwnedYetMovesBeforeWhatIs() {
        // a holds two pinned and one more; the free group of two has to go to b, so that entry 3 may stay.
        var pool = List.of(entry(1), entry(2), entry(3), grouped(4, "g"), grouped(5, "g"));
        assertThat(plan(Cluster.of(pool, nodes("a", "b"), owned("aaa--"), pin(1, "a"), pin(2, "a"))))
                .isEqualTo("aaabb");
    }

    @Test
    void aDrainedNodeGivesItsEntriesAwayAndLeavesTheOthersAlone() {
        assertThat(plan(Cluster.of(pool(4), nodes("a", "b", "c"), owned("abcc"), new Wish.Drain(name("b")))))
                .isEqualTo("aacc");
    }

    @Test
    void whilePausedFreeEntriesFindAnOwnerAndNothingGoesBackToWhereItIsPreferred() {
        var pool = List.of(preferring(1, "b"), preferring(2, "b"), entry(3), entry(4));
        assertThat(plan(Cluster.of(pool, nodes("a", "b"), owned("a-aa"), new Wish.Pause())))
                .isEqualTo("abaa");
    }

    private static Wish pin(int number, String node) {
        return new Wish.Pin(ip(number), name(node));
    }

    /// The plan in the same letters.
    private static String plan(Cluster cluster) {
        var owners = cluster.assign();
        var letters = new StringBuilder();
        cluster.pool()
                .forEach(entry -> letters.append(
                        owners.containsKey(entry.ip()) ? owners.get(entry.ip()).toString() : "-"));
        return letters.toString();
    }
}
