package io.yaim.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.Wish;
import io.yaim.plan.Occupied;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlanReportTest {

    @Test
    void nothingMovesWhereAllIsFair() {
        Map<String, Object> plan =
                report(Sketch.of("a", "b").owns("a", 1).owns("b", 2).view());
        assertThat(plan.get("moves")).isEqualTo(List.of());
        assertThat(plan.get("assignment")).isEqualTo(Map.of("10.0.0.1", "a", "10.0.0.2", "b"));
        assertThat(plan.get("unplaceable")).isEqualTo(Map.of());
    }

    @Test
    void saysWhyEachEntryWouldMove() {
        View view = Sketch.of("a", "b")
                .owns("a", 1, 2, 3)
                .owns("", 4)
                .wishes(new Wish.Pin(Sketch.ip(3), new NodeName("b")))
                .view();
        assertThat(moves(report(view)))
                .contains("10.0.0.3 a b it is pinned to b")
                .anyMatch(move -> move.matches("10\\.0\\.0\\.4 null [ab] it has no owner"));
        assertThat(moves(report(view, "a")))
                .contains("10.0.0.1 a b a is drained", "10.0.0.2 a b a is drained", "10.0.0.3 a b it is pinned to b");
    }

    @Test
    void saysWhyAnEntryWouldHaveNoOwner() {
        Map<String, Object> plan = report(Sketch.of("a").owns("a", 1).view(), "a");
        assertThat(moves(plan)).containsExactly("10.0.0.1 a null no node takes it");
        assertThat(plan.get("unplaceable"))
                .isEqualTo(Map.of("10.0.0.1", "a: is drained, or does not take all of its group"));
        assertThat(report(Sketch.of().owns("", 1).view()).get("unplaceable"))
                .isEqualTo(Map.of("10.0.0.1", "there is no healthy node"));
    }

    @Test
    void saysWhichNodeHasFoundThatAnotherHostHasTheAddress() {
        Sketch sketch = Sketch.of("a", "b", "c")
                .owns("", 1, 2)
                .refuses("a", 1, "already on eth0, and not by yaim")
                .refuses("b", 1, "in use by 02:00:00:00:00:01 on eth0")
                .refuses("b", 2, "outside allowed-ranges");
        assertThat(report(sketch.view()).get("unplaceable"))
                .isEqualTo(Map.of(
                        "10.0.0.1", "a: already on eth0, and not by yaim; b: in use by 02:00:00:00:00:01 on eth0"));
        assertThat(Occupied.count(sketch.view())).isOne();
        assertThat(Occupied.count(sketch.owns("c", 1).view()))
                .as("with an owner")
                .isZero();
        assertThat(Occupied.count(sketch.without(1).view()))
                .as("not in the pool")
                .isZero();
    }

    private static Map<String, Object> report(View view, String... without) {
        return new PlanReport(view, Arrays.stream(without).map(NodeName::new).collect(Collectors.toSet())).fields();
    }

    private static List<String> moves(Map<String, Object> plan) {
        return ((List<?>) Objects.requireNonNull(plan.get("moves")))
                .stream().map(move -> words((Map<?, ?>) move)).toList();
    }

    private static String words(Map<?, ?> move) {
        return move.values().stream()
                .map(value -> value instanceof Optional<?> one
                        ? one.map(String::valueOf).orElse("null")
                        : String.valueOf(value))
                .collect(Collectors.joining(" "));
    }
}
