package io.yaim.plan;

import static io.yaim.plan.FairShareCase.entry;
import static io.yaim.plan.FairShareCase.grouped;
import static io.yaim.plan.FairShareCase.ip;
import static io.yaim.plan.FairShareCase.name;
import static io.yaim.plan.FairShareCase.node;
import static io.yaim.plan.FairShareCase.nodes;
import static io.yaim.plan.FairShareCase.owned;
import static io.yaim.plan.FairShareCase.pool;
import static io.yaim.plan.FairShareCase.preferring;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Node;
import io.yaim.model.Wish;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One example a rule. Owners are written as letters: `aab-` means that a owns entries 1 and 2, b owns 3,
/// nobody 4.
class FairShareTest {

    @Test
    void nobodyGetsAnythingWithoutNodes() {
        assertThat(FairShareCase.of(pool(3), nodes(), owned("abc")).assign()).isEmpty();
    }

    @Test
    void everybodyGetsNothingOfAnEmptyPool() {
        assertThat(FairShareCase.of(pool(0), nodes("a", "b"), owned("ab")).assign())
                .isEmpty();
    }

    /// The example of docs/fairness.md.
    @Test
    void aJoiningNodeTakesItsQuotaFromThoseThatHoldMost() {
        assertThat(plan(FairShareCase.of(pool(7), nodes("a", "b", "c"), owned("aaaabbb"))))
                .isEqualTo("aacacbb");
    }

    /// Nodes of different versions have to agree: should this plan ever change, an upgrade moves entries about.
    @Test
    void aNewPoolGoesWhereTheRanksSay() {
        assertThat(plan(FairShareCase.of(pool(12), nodes("a", "b", "c"), owned(""))))
                .isEqualTo("baaacbbabccc");
    }

    @Test
    void nobodyGetsAFreeEntryThatOneNodeReportsAsOccupied() {
        for (String report : List.of("already on eth0, and not by yaim", "in use by 02:00:00:00:00:01 on eth0")) {
            List<Node> nodes = List.of(node("a", 1), node("b", 1, report, 1, 2));
            assertThat(plan(FairShareCase.of(pool(4), nodes, owned("a--b")))).isEqualTo("a-ab");
            assertThat(plan(FairShareCase.of(pool(2), nodes, owned("-a")))).isEqualTo("-a");
            assertThat(plan(FairShareCase.of(
                            List.of(grouped(1, "g"), grouped(3, "g")), List.of(nodes.getLast()), owned("--b"))))
                    .as("the rest of its group")
                    .isEqualTo("-b");
        }
    }

    @Test
    void weightsScaleTheShares() {
        var fairShareCase = FairShareCase.of(pool(8), List.of(node("a", 1), node("b", 3)), owned("aaaaaaaa"));
        assertThat(plan(fairShareCase).replace("b", "")).isEqualTo("aa");
    }

    @Test
    void aNodeWithALargerQuotaKeepsIt() {
        assertThat(plan(FairShareCase.of(pool(4), nodes("a", "b", "c"), owned("abcc"))))
                .isEqualTo("abcc");
        assertThat(plan(FairShareCase.of(pool(4), nodes("a", "b", "c"), owned("aabc"))))
                .isEqualTo("aabc");
    }

    @Test
    void aPinnedEntryStaysWhateverTheShares() {
        var fairShareCase =
                FairShareCase.of(pool(3), nodes("a", "b"), owned("bba"), pin(1, "a"), pin(2, "a"), pin(3, "a"));
        assertThat(plan(fairShareCase)).isEqualTo("aaa");
    }

    @Test
    void aPinToANodeThatRefusesCountsForNothing() {
        var fairShareCase =
                FairShareCase.of(List.of(entry(1)), List.of(node("a", 1, 1), node("b", 1)), owned("-"), pin(1, "a"));
        assertThat(plan(fairShareCase)).isEqualTo("b");
    }

    @Test
    void aPinGoesBeforeAPreference() {
        var fairShareCase = FairShareCase.of(List.of(preferring(1, "b")), nodes("a", "b"), owned("b"), pin(1, "a"));
        assertThat(plan(fairShareCase)).isEqualTo("a");
    }

    @Test
    void theFirstPreferredNodeThatTakesItGetsItAboveItsQuota() {
        var pool = List.of(preferring(1, "z", "b", "a"), preferring(2, "b"), preferring(3, "b"));
        assertThat(plan(FairShareCase.of(pool, nodes("a", "b"), owned("aaa")))).isEqualTo("bbb");
    }

    @Test
    void whatIsPreferredCountsForTheShare() {
        var pool = List.of(preferring(1, "b"), preferring(2, "b"), entry(3), entry(4));
        assertThat(plan(FairShareCase.of(pool, nodes("a", "b"), owned("aabb")))).isEqualTo("bbaa");
    }

    @Test
    void aGroupFollowsThePreferenceOfItsFirstEntryThatHasOne() {
        var second = FairShareCase.with(entry(2), grouped(2, "g").group(), FairShareCase.names("b"));
        var third = FairShareCase.with(entry(3), grouped(3, "g").group(), FairShareCase.names("a"));
        assertThat(plan(FairShareCase.of(List.of(grouped(1, "g"), second, third), nodes("a", "b"), owned("aaa"))))
                .isEqualTo("bbb");
    }

    @Test
    void aDividedGroupMeetsWhereMostOfItIs() {
        var group = List.of(grouped(1, "g"), grouped(2, "g"), grouped(3, "g"));
        assertThat(plan(FairShareCase.of(group, nodes("a", "b"), owned("abb")))).isEqualTo("bbb");
        assertThat(plan(FairShareCase.of(group, nodes("a", "b"), owned("b-a")))).isEqualTo("aaa");
    }

    @Test
    void aGroupThatNoNodeTakesWholeIsNobodys() {
        var group = List.of(grouped(1, "g"), grouped(2, "g"), entry(3));
        assertThat(plan(FairShareCase.of(group, List.of(node("a", 1, 1), node("b", 1, 2, 3)), owned("bab"))))
                .isEqualTo("--a");
    }

    @Test
    void aGroupNamedLikeAnAddressIsNotThatEntry() {
        var pool = List.of(grouped(1, ip(2).toString()), entry(2));
        assertThat(plan(FairShareCase.of(pool, nodes("a", "b"), owned("ab")))).isEqualTo("ab");
    }

    /// Nobody has room for free entry 4, so it first counts for a, or for b; once b has given what it has to c,
    /// there is room on b. Then entry 4 goes there, and a keeps entry 1.
    @Test
    void whatIsNotOwnedYetMovesBeforeWhatIs() {
        var nodes = List.of(node("a", 1), node("b", 1), node("c", 20, 1, 4), node("d", 1, 1, 4));
        assertThat(plan(FairShareCase.of(pool(8), nodes, owned("abb-dddd")))).isEqualTo("accbcccc");
    }

    @Test
    void aDrainedNodeGivesItsEntriesAwayAndLeavesTheOthersAlone() {
        assertThat(plan(FairShareCase.of(pool(4), nodes("a", "b", "c"), owned("abcc"), new Wish.Drain(name("b")))))
                .isEqualTo("aacc");
    }

    @Test
    void whilePausedFreeEntriesFindAnOwnerAndNothingGoesBackToWhereItIsPreferred() {
        var pool = List.of(preferring(1, "b"), preferring(2, "b"), entry(3), entry(4));
        assertThat(plan(FairShareCase.of(pool, nodes("a", "b"), owned("a-aa"), new Wish.Pause())))
                .isEqualTo("abaa");
    }

    private static Wish pin(int number, String node) {
        return new Wish.Pin(ip(number), name(node));
    }

    /// The plan in the same letters.
    private static String plan(FairShareCase fairShareCase) {
        var owners = fairShareCase.assign();
        var letters = new StringBuilder();
        fairShareCase
                .pool()
                .forEach(entry -> letters.append(
                        owners.containsKey(entry.ip()) ? owners.get(entry.ip()).toString() : "-"));
        return letters.toString();
    }
}
