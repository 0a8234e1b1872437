package io.yaim.store.etcd;

import io.yaim.model.Finding;
import io.yaim.model.VirtualIp;
import io.yaim.store.KeySpace;
import io.yaim.store.spi.StoreDiagnosis;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What follows from the answers of each endpoint of etcd, queried separately.
///
/// @param answers by endpoint
/// @param unanswered why the other endpoints did not answer, by endpoint
/// @param timeout the time limit of one attempt
record EtcdFindings(
        SequencedMap<URI, EtcdDiagnostics.EndpointStatus> answers,
        SequencedMap<URI, String> unanswered,
        Duration timeout) {

    private static final String TOPIC = StoreDiagnosis.TOPIC;
    private static final int MOST_NAMED = 5;

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        unanswered.forEach((endpoint, reason) -> findings.add(unansweredFinding(endpoint, reason)));
        answers.forEach((endpoint, endpointStatus) -> {
            findings.add(latency(endpoint, endpointStatus));
            endpointStatus.warning().ifPresent(text -> findings.add(Finding.warning(TOPIC, text, "update etcd")));
            endpointStatus
                    .alarms()
                    .forEach(alarm -> findings.add(Finding.problem(
                            TOPIC,
                            endpoint + " has an alarm: " + alarm,
                            "etcdctl --endpoints=" + endpoint + " alarm list")));
            if (!endpointStatus.hasLeader()) {
                findings.add(Finding.problem(
                        TOPIC, endpoint + " has no leader", "etcdctl --endpoints=" + endpoint + " endpoint status"));
            }
        });
        if (!answers.isEmpty()) {
            findings.addAll(clusterFindings());
        }
        return findings;
    }

    /// One of several endpoints may be down: yaim uses the next.
    private Finding unansweredFinding(URI endpoint, String reason) {
        boolean isTls = reason.matches("(?is).*(ssl|tls|certificat|handshake|pkix).*");
        String remedy = isTls
                ? "openssl s_client -connect " + endpoint.getAuthority()
                        + "; compare with etcd-ca-file, etcd-cert-file, etcd-key-file"
                : "systemctl status etcd there; etcdctl --endpoints=" + endpoint + " endpoint health";
        String found = endpoint + " does not answer: " + reason;
        return answers.isEmpty()
                ? Finding.problem(TOPIC, found, remedy)
                : Finding.warning(TOPIC, found + "; others do", remedy);
    }

    private Finding latency(URI endpoint, EtcdDiagnostics.EndpointStatus endpointStatus) {
        Duration median = endpointStatus.medianRead();
        String found = "%s: etcd %s%s, a read takes %s (median of %d)"
                .formatted(
                        endpoint,
                        endpointStatus.version(),
                        endpointStatus.isLeader() ? ", the leader" : "",
                        millis(median),
                        endpointStatus.reads().size());
        String remedy = "check etcd's disk and network (etcd_disk_wal_fsync_duration_seconds), or raise dcs-timeout"
                + " and ttl";
        if (median.compareTo(timeout) > 0) {
            return Finding.problem(TOPIC, found + ": longer than dcs-timeout, " + millis(timeout), remedy);
        }
        return median.multipliedBy(2).compareTo(timeout) > 0
                ? Finding.warning(TOPIC, found + ": more than half of dcs-timeout, " + millis(timeout), remedy)
                : Finding.ok(TOPIC, found);
    }

    private List<Finding> clusterFindings() {
        var findings = new ArrayList<Finding>();
        Map<String, List<URI>> clusters = new TreeMap<>();
        answers.forEach((endpoint, endpointStatus) -> clusters.computeIfAbsent(
                        Long.toHexString(endpointStatus.ids().cluster()), _ -> new ArrayList<>())
                .add(endpoint));
        if (clusters.size() > 1) {
            findings.add(Finding.problem(
                    TOPIC,
                    "the endpoints belong to different clusters: " + clusters,
                    "list the endpoints of one cluster in dcs-endpoints"));
        }
        List<String> members = answers.values().iterator().next().members();
        List<String> learners = members.stream()
                .filter(name -> name.endsWith(EtcdDiagnostics.LEARNER_SUFFIX))
                .toList();
        int voters = members.size() - learners.size();
        int named = answers.size() + unanswered.size();
        String found = "etcd has " + members.size() + (members.size() == 1 ? " member (" : " members (")
                + String.join(", ", members) + "); dcs-endpoints lists " + named;
        if (named < voters) {
            findings.add(Finding.warning(
                    TOPIC,
                    found + ": if the listed members fail, yaim does not use the others",
                    "list them all in dcs-endpoints"));
        } else if (voters < 3) {
            findings.add(Finding.warning(
                    TOPIC,
                    found + ": etcd does not survive the loss of a member",
                    "etcdctl member add: three members in three hosts"));
        } else {
            findings.add(Finding.ok(TOPIC, found));
        }
        return findings;
    }

    /// Entries that only clients of etcd's v2 API see.
    static Finding v2Entries(URI endpoint, KeySpace keys, List<VirtualIp> unseen) {
        String named =
                unseen.stream().limit(MOST_NAMED).map(VirtualIp::toString).collect(Collectors.joining(", "));
        return Finding.problem(
                TOPIC,
                "%s made by etcd's v2 API, which yaim does not see: %s%s"
                        .formatted(
                                unseen.size() == 1 ? "1 entry was" : unseen.size() + " entries were",
                                named,
                                unseen.size() > MOST_NAMED ? ", ..." : ""),
                "for each of them, and in scripts instead of `etcdctl mkdir` and `curl .../v2/keys`: "
                        + "ETCDCTL_API=3 etcdctl --endpoints=%s put %s \"\""
                                .formatted(endpoint, keys.entry(unseen.getFirst())));
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
    }
}
