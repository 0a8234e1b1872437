package io.yaim.store.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.options.GetOption;
import io.yaim.model.VirtualIp;
import io.yaim.store.ParsedKey;
import io.yaim.store.StoreListener;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Asks single endpoints of etcd how they are, for people; writes nothing.
public final class EtcdDiagnostics {

    /// What the name of a member ends with that has no vote.
    public static final String LEARNER_SUFFIX = " (learner)";

    private static final int READS = 5;
    private static final int MOST_ENTRIES = 20_000;

    private final EtcdSettings settings;
    private final Supplier<Duration> clock;

    /// @param settings whose timeout is that of each question
    /// @param clock time since boot
    public EtcdDiagnostics(EtcdSettings settings, Supplier<Duration> clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /// What one endpoint said.
    ///
    /// @param cluster the number of its cluster
    /// @param member its own number
    /// @param leader the number of the leader that it knows; 0: none
    /// @param warning what is known of its version
    /// @param alarms such as a full disk
    /// @param members the names of all members of its cluster
    /// @param reads how long it took to read, each through the leader
    public record EndpointStatus(
            long cluster,
            long member,
            long leader,
            String version,
            Optional<String> warning,
            List<String> alarms,
            List<String> members,
            List<Duration> reads) {

        public EndpointStatus {
            alarms = List.copyOf(alarms);
            members = List.copyOf(members);
            reads = reads.stream().sorted().toList();
        }

        public boolean isLeader() {
            return leader == member;
        }

        public Duration medianRead() {
            return reads.get(reads.size() / 2);
        }
    }

    /// Asks it for its state, then reads a few times.
    ///
    /// @throws IOException it did not answer, or refused to; the message says why
    public EndpointStatus examine(URI endpoint) throws IOException {
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
                    status.getHeader().getClusterId(),
                    status.getHeader().getMemberId(),
                    status.getLeader(),
                    status.getVersion(),
                    EtcdVersion.warning(status.getVersion()),
                    status.getErrorList(),
                    members(etcdConnection),
                    reads);
        }
    }

    /// The entries of the pool, at most 20,000.
    public List<VirtualIp> pool(URI endpoint) throws IOException {
        try (EtcdConnection etcdConnection = connect(endpoint)) {
            ByteSequence prefix = bytes(settings.keys().prefix() + "ips/");
            var option = GetOption.builder()
                    .isPrefix(true)
                    .withKeysOnly(true)
                    .withLimit(MOST_ENTRIES)
                    .build();
            var answer = etcdConnection.call(
                    "read the pool",
                    deadline(),
                    EtcdConnection.Retry.NO,
                    client -> client.getKVClient().get(prefix, option));
            return answer.getKvs().stream()
                    .map(pair -> settings.keys().parse(pair.getKey().toString(StandardCharsets.UTF_8)))
                    .flatMap(parsedKey -> parsedKey instanceof ParsedKey.OfEntry entry
                            ? Optional.of(entry.ip()).stream()
                            : Optional.<VirtualIp>empty().stream())
                    .distinct()
                    .toList();
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
        var alone = new EtcdSettings(
                List.of(endpoint),
                settings.user(),
                settings.password(),
                settings.caFile(),
                settings.certFile(),
                settings.keyFile(),
                settings.keys(),
                settings.timeout());
        return new EtcdConnection(alone, clock, StoreListener.NONE);
    }

    private Deadline deadline() {
        return Deadline.in(settings.timeout(), clock);
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }
}
