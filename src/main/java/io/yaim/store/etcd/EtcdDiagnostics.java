package io.yaim.store.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.options.GetOption;
import io.yaim.model.Entry;
import io.yaim.model.Finding;
import io.yaim.model.VirtualIp;
import io.yaim.store.EntryCodec;
import io.yaim.store.ParsedKey;
import io.yaim.store.StoreListener;
import io.yaim.store.spi.StoreDiagnosis;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Queries single endpoints of etcd for `yaim doctor`. Writes nothing.
final class EtcdDiagnostics {

    /// The end of the names of members without a vote.
    static final String LEARNER_SUFFIX = " (learner)";

    private static final int READS = 5;
    private static final int MOST_ENTRIES = 20_000;

    private final EtcdSettings settings;
    private final Supplier<Duration> clock;

    /// @param clock time since boot
    EtcdDiagnostics(EtcdSettings settings, Supplier<Duration> clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /// The identifiers that etcd gave to a cluster and its members.
    ///
    /// @param leader the leader that the member knows; 0: none
    record MemberIds(long cluster, long member, long leader) {}

    /// The answers of one endpoint.
    ///
    /// @param alarms such as a full disk
    /// @param members the names of all members of its cluster
    /// @param reads the times of single reads through the leader
    record EndpointStatus(
            MemberIds ids, String version, List<String> alarms, List<String> members, List<Duration> reads) {

        EndpointStatus {
            alarms = List.copyOf(alarms);
            members = List.copyOf(members);
            reads = reads.stream().sorted().toList();
        }

        boolean isLeader() {
            return ids.leader() == ids.member();
        }

        boolean hasLeader() {
            return ids.leader() != 0;
        }

        /// A known fault of its version.
        Optional<String> warning() {
            return EtcdVersion.warning(version);
        }

        Duration medianRead() {
            return reads.get(reads.size() / 2);
        }
    }

    /// Queries all endpoints, and reads the pool.
    ///
    /// @param limit the time limit of one attempt of the daemon
    /// @param progress receives what is being queried
    StoreDiagnosis diagnose(Duration limit, Consumer<String> progress) {
        var answers = new LinkedHashMap<URI, EndpointStatus>();
        var unanswered = new LinkedHashMap<URI, String>();
        for (URI endpoint : settings.endpoints()) {
            progress.accept("querying " + endpoint);
            try {
                answers.put(endpoint, examine(endpoint));
            } catch (IOException e) {
                unanswered.put(endpoint, String.valueOf(e.getMessage()));
            }
        }
        var findings = new ArrayList<Finding>();
        Optional<List<Entry>> pool = readPool(answers.keySet().stream().findFirst(), findings);
        findings.addAll(new EtcdFindings(answers, unanswered, limit).findings());
        answers.keySet().stream().findFirst().ifPresent(endpoint -> findV2Entries(endpoint, pool, findings));
        return new StoreDiagnosis(pool, findings);
    }

    private Optional<List<Entry>> readPool(Optional<URI> endpoint, List<Finding> findings) {
        if (endpoint.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(pool(endpoint.get()));
        } catch (IOException e) {
            findings.add(Finding.problem(
                    StoreDiagnosis.TOPIC,
                    "the pool cannot be read: " + e.getMessage(),
                    "check the permissions of etcd-user"));
            return Optional.empty();
        }
    }

    /// The members of etcd share what v2 has.
    private void findV2Entries(URI endpoint, Optional<List<Entry>> pool, List<Finding> findings) {
        try {
            List<VirtualIp> unseen = new ArrayList<>(new EtcdV2Entries(settings).at(endpoint));
            pool.ifPresent(known -> known.forEach(entry -> unseen.remove(entry.ip())));
            if (!unseen.isEmpty()) {
                findings.add(EtcdFindings.v2Entries(endpoint, settings.keys(), unseen));
            }
        } catch (IOException e) {
            findings.add(Finding.warning(
                    StoreDiagnosis.TOPIC,
                    endpoint + " could not be asked for entries of its v2 API: " + e.getMessage(),
                    "curl " + endpoint + "/v2/keys" + settings.keys().prefix() + "ips"));
        }
    }

    /// Queries the status, then measures a few reads.
    ///
    /// @throws IOException it did not answer, or with an error
    EndpointStatus examine(URI endpoint) throws IOException {
        try (EtcdConnection etcdConnection = connect(endpoint)) {
            // first, because the first answer of a connection is slow
            var status = etcdConnection.call(
                    "status",
                    deadline(),
                    EtcdConnection.Retry.NO,
                    client -> client.getMaintenanceClient()
                            .statusMember("ip:///" + endpoint.getAuthority())
                            .copy());
            var reads = new ArrayList<Duration>();
            read(etcdConnection);
            for (int i = 0; i < READS; i++) {
                Duration asked = clock.get();
                read(etcdConnection);
                reads.add(clock.get().minus(asked));
            }
            return new EndpointStatus(
                    new MemberIds(
                            status.getHeader().getClusterId(),
                            status.getHeader().getMemberId(),
                            status.getLeader()),
                    status.getVersion(),
                    status.getErrorList(),
                    members(etcdConnection),
                    reads);
        }
    }

    /// The entries of the pool, at most 20,000.
    List<Entry> pool(URI endpoint) throws IOException {
        try (EtcdConnection etcdConnection = connect(endpoint)) {
            ByteSequence prefix = bytes(settings.keys().prefix() + "ips/");
            var option =
                    GetOption.builder().isPrefix(true).withLimit(MOST_ENTRIES).build();
            var answer = etcdConnection.call(
                    "read the pool",
                    deadline(),
                    EtcdConnection.Retry.NO,
                    client -> client.getKVClient().get(prefix, option));
            var pool = new TreeMap<VirtualIp, Entry>();
            for (KeyValue pair : answer.getKvs()) {
                entry(pair).ifPresent(entry -> pool.put(entry.ip(), entry));
            }
            return List.copyOf(pool.values());
        }
    }

    /// Empty if the key is no entry that yaim manages.
    private Optional<Entry> entry(KeyValue pair) {
        String key = pair.getKey().toString(StandardCharsets.UTF_8);
        if (!(settings.keys().parse(key) instanceof ParsedKey.OfEntry(VirtualIp ip, boolean _))) {
            return Optional.empty();
        }
        try {
            return Optional.of(EntryCodec.decode(ip, key, pair.getValue().toString(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the daemon reports it as not managed
        }
    }

    private void read(EtcdConnection etcdConnection) throws IOException {
        ByteSequence key = bytes(settings.keys().pause());
        etcdConnection.call(
                "read",
                deadline(),
                EtcdConnection.Retry.NO,
                client -> client.getKVClient().get(key));
    }

    private List<String> members(EtcdConnection etcdConnection) throws IOException {
        var answer = etcdConnection.call(
                "list the members",
                deadline(),
                EtcdConnection.Retry.NO,
                client -> client.getClusterClient().listMember());
        return answer.getMembers().stream()
                .map(member -> member.getName() + (member.isLearner() ? LEARNER_SUFFIX : ""))
                .sorted()
                .toList();
    }

    private EtcdConnection connect(URI endpoint) throws IOException {
        return new EtcdConnection(settings.withEndpoint(endpoint), clock, StoreListener.NONE, _ -> {});
    }

    private Deadline deadline() {
        return Deadline.in(settings.timeout(), clock);
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }
}
