package io.yaim.cli.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.cli.client.ApiRequest;
import io.yaim.cli.client.FakePoolAdmin;
import io.yaim.cli.client.NoAnswerException;
import io.yaim.cli.client.ResponseFields;
import io.yaim.cli.client.TypedClient;
import io.yaim.cli.output.CliOutput;
import io.yaim.cli.output.Terminal;
import io.yaim.json.Json;
import io.yaim.json.StrictYaml;
import io.yaim.model.AdminRequest;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShownTest {

    private final FakePoolAdmin desk =
            new FakePoolAdmin("a", "b").owns("a", "10.0.0.1").owns("b", "10.0.0.2");
    private final StringWriter out = new StringWriter();

    @Test
    void aClusterInOrderHasNoProblems() throws Exception {
        assertThat(ClusterOverview.show(desk.typedClient(), table())).isTrue();
        assertThat(out.toString().lines())
                .containsExactly(
                        "CLUSTER      /service/yaim/",
                        "REPORTED BY  the store; no node answers here",
                        "STORE        etcd, revision 7, read 0 ms ago",
                        "ENTRIES      2, 2 with an owner",
                        "BALANCE      fullest and emptiest node differ by 0",
                        "",
                        "NAME  STATE    OWNED  SHARE  WEIGHT  DRAINED  LEASE LEFT  REASON",
                        "a     healthy  1      1      1       -        -           -",
                        "b     healthy  1      1      1       -        -           -");
    }

    @Test
    void theLatestCoordinatorIsNamed() throws Exception {
        desk.coordinates("a", 6).coordinates("b", 5);
        assertThat(ClusterOverview.show(desk.typedClient(), table())).isTrue();
        assertThat(out.toString().lines()).contains("STORE        etcd, coordinated by a, revision 7, read 0 ms ago");
        assertThat(desk.typedClient().get("/v1/cluster").nested("store").text("coordinator"))
                .contains("a");
    }

    @Test
    void aPoolInTheConfigurationThatIsNotUsedIsAProblem() throws Exception {
        var cluster = ResponseFields.of(Map.of(
                "self",
                "n1",
                "store",
                Map.of("reachable", true, "unused_pool", "ips in the configuration are not used")));
        assertThat(new ClusterOverview(cluster, List.of(), List.of()).problems())
                .containsExactly("n1: ips in the configuration are not used");
    }

    @Test
    void anEntryWithoutAnOwnerIsAProblem() throws Exception {
        desk.disown("10.0.0.2");
        assertThat(ClusterOverview.show(desk.typedClient(), table())).isFalse();
        assertThat(out.toString()).endsWith("\nProblems:\n  10.0.0.2 has no owner\n");
    }

    @Test
    void anEntryWhoseOwnerDoesNotBindItIsAProblem() throws Exception {
        desk.isUnhealthy("b", "no disk");
        assertThat(ClusterOverview.show(desk.typedClient(), table())).isFalse();
        assertThat(out.toString()).contains("10.0.0.2 has no owner: its mark still names b, which does not bind it\n");
    }

    @Test
    void whatPreventsNoServiceIsAWarning() throws Exception {
        desk.owns("a", "10.0.0.2").isUnhealthy("b", "no disk");
        desk.apply(new AdminRequest.SetWish(new Wish.Drain(new NodeName("a"))));
        desk.apply(new AdminRequest.SetWish(new Wish.Pause()));
        desk.hasUnmanagedKey("ips/x: no address");
        desk.apply(new AdminRequest.RemoveEntry(VirtualIp.parse("10.0.0.1")));
        assertThat(ClusterOverview.show(desk.typedClient(), table())).isTrue();
        assertThat(out.toString().lines().dropWhile(line -> !line.equals("Warnings:")))
                .containsExactly(
                        "Warnings:",
                        "  a is drained; to end it: yaim resume a",
                        "  b is unhealthy: no disk",
                        "  moves for balance are paused; to end it: yaim resume",
                        "  10.0.0.1 is out of the pool, but still has an owner",
                        "  not managed: ips/x: no address");
    }

    /// As a node that holds addresses by consent, and a node that has not read the store yet, report it.
    @Test
    void aStoreThatIsAwayAndAForeignUserOfAnAddressAreProblems() throws Exception {
        ResponseFields cluster = ResponseFields.of(Map.of(
                "self", "a", "state", "holding over", "store", Map.of("reachable", false, "reason", "no answer")));
        ResponseFields entry = ResponseFields.of(
                Map.of("ip", "10.0.0.1", "owner", "a", "conflict", Map.of("mac", "02:00:00:00:00:01")));
        ResponseFields refused =
                ResponseFields.of(Map.of("ip", "10.0.0.2", "refused_by", Map.of("a", "no such network")));
        assertThat(new ClusterOverview(cluster, List.of(), List.of(entry, refused)).problems())
                .containsExactly(
                        "the store is unreachable: no answer",
                        "a: addresses are held by consent",
                        "10.0.0.1 is also used by another host: 02:00:00:00:00:01",
                        "10.0.0.2 has no owner: a: no such network");
    }

    @Test
    void scriptsGetTheResponseOfTheApi() throws Exception {
        TypedClient typedClient = desk.typedClient();
        assertThat(EntryRows.show(typedClient, as(CliOutput.Format.JSON))).isTrue();
        assertThat(out).hasToString(Json.of(typedClient.send(ApiRequest.get("/v1/entries"))) + "\n");
        out.getBuffer().setLength(0);
        assertThat(ClusterOverview.show(typedClient, as(CliOutput.Format.YAML))).isTrue();
        ResponseFields all =
                ResponseFields.of(StrictYaml.parse(out.toString(), 1 << 20, 9).orElseThrow());
        assertThat(all.nested("cluster").fields())
                .isEqualTo(typedClient.get("/v1/cluster").fields());
        assertThat(all.fields().get("entries"))
                .isEqualTo(typedClient.get("/v1/entries").fields().get("entries"));
        assertThat(all.fields().get("nodes"))
                .isEqualTo(typedClient.get("/v1/nodes").fields().get("nodes"));
        assertThat(all.texts("problems")).isEmpty();
    }

    @Test
    void showsAnEntryWithItsOptions() throws Exception {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("ip", "10.0.0.1");
        fields.put("owner", "a");
        fields.put("state", "ACTIVATED");
        fields.put("bound", true);
        fields.put("since", "2026-11-22T12:00:00.123456Z");
        fields.put("prefix", 24);
        fields.put("group", "web");
        fields.put("prefer", List.of("a", "b"));
        fields.put("dcs_failure_mode", "failsafe");
        fields.put("pinned", "a");
        EntryRows.show(List.of(ResponseFields.of(fields)), table());
        assertThat(out.toString().lines())
                .containsExactly(
                        "IP        OWNER  STATE      BOUND  SINCE                 OPTIONS",
                        "10.0.0.1  a      ACTIVATED  here   2026-11-22T12:00:00Z  "
                                + "prefix=24 group=web prefer=a,b dcs-failure-mode=failsafe pinned=a");
    }

    @Test
    void aPlanShowsMovesAndEntriesThatNoNodeTakes() throws Exception {
        assertThat(PlanRows.show(desk.typedClient(), List.of(), table())).isTrue();
        assertThat(out).hasToString("Nothing moves.\n");
        out.getBuffer().setLength(0);
        assertThat(PlanRows.show(desk.typedClient(), List.of("b"), table())).isTrue();
        assertThat(out.toString().lines())
                .containsExactly("IP        FROM  TO  WHY", "10.0.0.2  b     a   b is drained");
        out.getBuffer().setLength(0);
        assertThat(PlanRows.show(desk.typedClient(), List.of("a", "b"), table()))
                .isFalse();
        assertThat(out.toString()).contains("\nNo node takes:\n  10.0.0.1: ");
    }

    @Test
    void anEmptyClusterIsShown() throws Exception {
        assertThat(EntryRows.show(new FakePoolAdmin().typedClient(), table())).isTrue();
        assertThat(NodeRows.show(new FakePoolAdmin().typedClient(), table())).isTrue();
        assertThat(out).hasToString("The pool is empty.\nThere are no nodes.\n");
    }

    @Test
    void saysThatTheStoreIsUnreachable() {
        desk.goAway();
        assertThatThrownBy(() -> ClusterOverview.show(desk.typedClient(), table()))
                .isInstanceOf(NoAnswerException.class)
                .hasMessage("etcd does not answer");
        assertThatThrownBy(() -> new EventLines(Set.of()).follow(desk.typedClient(), table()))
                .isInstanceOf(NoAnswerException.class);
    }

    private CliOutput table() {
        return as(CliOutput.Format.TABLE);
    }

    private CliOutput as(CliOutput.Format format) {
        return new CliOutput(new PrintWriter(out), format, Terminal.NONE);
    }
}
