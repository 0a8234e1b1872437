package io.yaim.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Finding;
import io.yaim.model.Finding.Level;
import io.yaim.model.VirtualIp;
import io.yaim.store.KeySpace;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class EtcdFindingsTest {

    private static final List<String> THREE = List.of("a", "b", "c");

    private final LinkedHashMap<URI, EtcdDiagnostics.EndpointStatus> answers = new LinkedHashMap<>();
    private final LinkedHashMap<URI, String> silent = new LinkedHashMap<>();

    @Test
    void findsNothingWrongWithThreeQuickMembers() {
        for (int i = 1; i <= 3; i++) {
            answers.put(endpoint(i), answer(1, i, 2, THREE, 5));
        }
        assertThat(findings()).allMatch(finding -> finding.level() == Level.OK);
        assertFound(findings(), Level.OK, "etcd 3.5.21, the leader, a read takes 5.0 ms (median of 3)");
    }

    @Test
    void oneSilentEndpointOfSeveralIsAWarningAndAllAreAProblem() {
        silent.put(endpoint(1), "refused");
        assertFound(findings(), Level.PROBLEM, "http://127.0.0.1:1 does not answer: refused");
        answers.put(endpoint(2), answer(1, 2, 2, THREE, 5));
        assertFound(findings(), Level.WARNING, "others do");
        assertThat(findings()).noneMatch(Finding::isProblem);
    }

    @Test
    void pointsAtTheCertificatesWhereTlsFails() {
        silent.put(endpoint(1), "PKIX path building failed");
        assertThat(findings().getFirst().remedy().orElse("")).contains("openssl s_client", "etcd-ca-file");
    }

    @Test
    void holdsTheTimeOfAReadAgainstDcsTimeout() {
        answers.put(endpoint(1), answer(1, 1, 1, THREE, 300));
        assertFound(findings(), Level.WARNING, "more than half of dcs-timeout, 500.0 ms");
        answers.put(endpoint(1), answer(1, 1, 1, THREE, 501));
        assertFound(findings(), Level.PROBLEM, "longer than dcs-timeout");
    }

    @Test
    void findsAMemberWithoutLeader() {
        answers.put(endpoint(1), answer(1, 1, 0, THREE, 5));
        assertFound(findings(), Level.PROBLEM, "has no leader");
    }

    @Test
    void refusesEndpointsOfDifferentClusters() {
        answers.put(endpoint(1), answer(1, 1, 1, THREE, 5));
        answers.put(endpoint(2), answer(2, 1, 1, THREE, 5));
        assertFound(findings(), Level.PROBLEM, "different clusters");
    }

    @Test
    void printsTheCommandThatReplacesTheOneOfV2() {
        Finding finding = EtcdFindings.v2Entries(
                endpoint(2379), KeySpace.of("/service/", "yaim"), List.of(VirtualIp.parse("10.0.0.5")));
        assertThat(finding.isProblem()).isTrue();
        assertThat(finding.remedy().orElse(""))
                .endsWith(
                        "ETCDCTL_API=3 etcdctl --endpoints=http://127.0.0.1:2379 put /service/yaim/ips/10.0.0.5 \"\"");
    }

    @Test
    void warnsWhereTheLossOfOneMemberIsTooMuch() {
        answers.put(endpoint(1), answer(1, 1, 1, List.of("a"), 5));
        assertFound(findings(), Level.WARNING, "does not survive the loss of a member");
        answers.put(endpoint(1), answer(1, 1, 1, THREE, 5));
        assertFound(findings(), Level.WARNING, "3 members (a, b, c); dcs-endpoints lists 1");
    }

    private static void assertFound(List<Finding> findings, Level level, String text) {
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.level()).isEqualTo(level);
            assertThat(finding.found()).contains(text);
        });
    }

    private List<Finding> findings() {
        return new EtcdFindings(answers, silent, Duration.ofMillis(500)).findings();
    }

    private static URI endpoint(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private static EtcdDiagnostics.EndpointStatus answer(
            long cluster, long member, long leader, List<String> members, long median) {
        return new EtcdDiagnostics.EndpointStatus(
                new EtcdDiagnostics.MemberIds(cluster, member, leader),
                "3.5.21",
                List.of(),
                members,
                List.of(Duration.ofMillis(9999), Duration.ofMillis(median), Duration.ofMillis(1)));
    }
}
