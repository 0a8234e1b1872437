package io.yaim.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.cli.client.ApiErrorException;
import io.yaim.cli.client.FakePoolAdmin;
import io.yaim.cli.client.NoAnswerException;
import io.yaim.cli.client.ResponseFields;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdminClientTest {

    private final FakePoolAdmin desk =
            new FakePoolAdmin("a", "b").owns("a", "10.0.0.1").owns("a", "10.0.0.2");
    private final Deque<Runnable> meanwhile = new ArrayDeque<>();
    private final StringWriter told = new StringWriter();
    private Duration now = Duration.ofDays(1);

    @Test
    void waitsUntilTheEntryIsWhereItWasMoved() throws Exception {
        meanwhile.add(() -> {});
        meanwhile.add(() -> desk.disown("10.0.0.1"));
        meanwhile.add(() -> desk.owns("b", "10.0.0.1"));
        Object move = orders(30).move("10.0.0.1", "b");
        assertThat(move).isEqualTo(Map.of("ip", "10.0.0.1", "from", "a", "to", "b"));
        assertThat(meanwhile).isEmpty();
        assertThat(told.toString().lines())
                .containsExactly("10.0.0.1 is still owned by a", "10.0.0.1 has no owner yet");
        assertThat(desk.wishes()).containsExactly(new Wish.Pin(VirtualIp.parse("10.0.0.1"), new NodeName("b")));
    }

    @Test
    void saysWhatIsMissingWhenTheTimeIsOver() {
        assertThatThrownBy(() -> orders(30).move("10.0.0.1", "b"))
                .isInstanceOf(CompletionTimeoutException.class)
                .hasMessage("after 30 s 10.0.0.1 is still owned by a");
    }

    @Test
    void doesNotWaitWithoutALimit() throws Exception {
        new AdminClient(desk.typedClient(), CompletionWaiter.none()).move("10.0.0.1", "b");
        assertThat(desk.wishes()).hasSize(1);
    }

    @Test
    void failsOverToTheNodeWhoseTurnItIs() throws Exception {
        meanwhile.add(() -> desk.owns("b", "10.0.0.1"));
        assertThat(ResponseFields.of(orders(30).failover("10.0.0.1")).text("to"))
                .contains("b");
    }

    @Test
    void waitsUntilADrainedNodeOwnsNothing() throws Exception {
        meanwhile.add(() -> desk.owns("b", "10.0.0.1"));
        meanwhile.add(() -> desk.owns("b", "10.0.0.2"));
        orders(30).drain("a");
        assertThat(told.toString().lines()).containsExactly("a still owns 2 entries", "a still owns 1 entry");
    }

    @Test
    void aNodeThatHasGoneOwnsNothing() throws Exception {
        meanwhile.add(() -> desk.leaves("a"));
        orders(30).drain("a");
        assertThat(meanwhile).isEmpty();
    }

    @Test
    void knowsWhatWouldHaveNoOwnerWithoutANode() throws Exception {
        assertThat(orders(30).unplaceableWithout("a")).isEmpty();
        desk.isUnhealthy("b", "no disk");
        assertThat(orders(30).unplaceableWithout("a")).containsOnlyKeys("10.0.0.1", "10.0.0.2");
    }

    @Test
    void waitsUntilWhatIsAddedHasAnOwner() throws Exception {
        meanwhile.add(() -> desk.owns("b", "10.0.0.3"));
        meanwhile.add(() -> desk.owns("b", "10.0.0.4"));
        List<Object> added = orders(30).add(List.of("10.0.0.3/24", "10.0.0.4"), Map.of("group", "web"));
        assertThat(ResponseFields.of(added.getFirst()).number("prefix")).contains(24L);
        assertThat(added).allSatisfy(entry -> {
            assertThat(ResponseFields.of(entry).text("owner")).contains("b");
            assertThat(ResponseFields.of(entry).text("group")).contains("web");
        });
        assertThat(told.toString().lines()).containsExactly("10.0.0.3 has no owner yet", "10.0.0.4 has no owner yet");
    }

    @Test
    void saysWhichNodeHasFoundWhoHasTheAddressThatIsAdded() {
        String found = "in use by 02:42:ac:11:00:07 on eth0";
        desk.reports("b", "10.0.0.3", found);
        assertThatThrownBy(() -> orders(30).add(List.of("10.0.0.3"), Map.of()))
                .isInstanceOf(CompletionTimeoutException.class)
                .hasMessage("after 30 s 10.0.0.3 has no owner yet: b: " + found);
        assertThat(told.toString().lines()).containsExactly("10.0.0.3 has no owner yet: b: " + found);
    }

    @Test
    void aPoolMayBeFilledBeforeThereIsAnyNode() throws Exception {
        desk.leaves("a");
        desk.leaves("b");
        assertThat(orders(30).add(List.of("10.0.0.3"), Map.of())).hasSize(1);
    }

    @Test
    void waitsUntilTheOwnerHasLetGoOfWhatIsRemoved() throws Exception {
        meanwhile.add(() -> desk.disown("10.0.0.1"));
        orders(30).remove(List.of("10.0.0.1/32"));
        assertThat(told.toString().lines())
                .containsExactly("10.0.0.1 is out of the pool, but its owner has not dropped it yet");
    }

    @Test
    void aStoreThatIsAwayWhileItWaitsMayComeBack() throws Exception {
        meanwhile.add(desk::goAway);
        meanwhile.add(() -> {
            desk.comeBack();
            desk.owns("b", "10.0.0.1");
        });
        orders(30).move("10.0.0.1", "b");
        assertThat(told.toString().lines()).containsExactly("10.0.0.1 is still owned by a", "etcd does not answer");
    }

    @Test
    void showsARefusalInTheWordsOfTheApi() {
        assertThatThrownBy(() -> orders(30).move("10.0.0.1", "c"))
                .isInstanceOf(ApiErrorException.class)
                .hasMessageContaining("expected one of [a, b], found c");
        assertThatThrownBy(() -> orders(30).failover("10.0.0.9"))
                .isInstanceOf(ApiErrorException.class)
                .hasMessageContaining("no entry 10.0.0.9");
        assertThatThrownBy(() -> orders(30).resume("a")).hasMessage("a is not drained");
    }

    @Test
    void saysThatTheStoreIsUnreachable() {
        desk.goAway();
        assertThatThrownBy(() -> orders(30).pause())
                .isInstanceOf(NoAnswerException.class)
                .hasMessage("etcd does not answer");
    }

    @Test
    void onlyADaemonReloads() {
        assertThatThrownBy(() -> orders(30).reload()).isInstanceOf(NoAnswerException.class);
    }

    @Test
    void pinsUntilItIsUnpinned() throws Exception {
        meanwhile.add(() -> desk.owns("b", "10.0.0.1"));
        assertThat(ResponseFields.of(orders(30).pin("10.0.0.1", "b")).text("pinned"))
                .contains("b");
        orders(30).unpin("10.0.0.1");
        assertThat(desk.wishes()).isEmpty();
        assertThatThrownBy(() -> orders(30).unpin("10.0.0.1")).hasMessage("10.0.0.1 is not pinned");
    }

    @Test
    void aTerminalShowsOneLineThatGoesWhenItIsDone() throws Exception {
        meanwhile.add(() -> desk.disown("10.0.0.1"));
        meanwhile.add(() -> desk.owns("b", "10.0.0.1"));
        var waitProgress = new WaitProgress(new PrintWriter(told), true);
        new AdminClient(
                        desk.typedClient(),
                        new CompletionWaiter(Optional.of(Duration.ofSeconds(3)), waitProgress, () -> now, this::pass))
                .move("10.0.0.1", "b");
        assertThat(told).hasToString("\r\033[K10.0.0.1 is still owned by a\r\033[K10.0.0.1 has no owner yet\r\033[K");
    }

    private AdminClient orders(int seconds) {
        var waitProgress = new WaitProgress(new PrintWriter(told), false);
        return new AdminClient(
                desk.typedClient(),
                new CompletionWaiter(Optional.of(Duration.ofSeconds(seconds)), waitProgress, () -> now, this::pass));
    }

    private void pass(Duration time) {
        now = now.plus(time);
        Optional.ofNullable(meanwhile.poll()).ifPresent(Runnable::run);
    }
}
