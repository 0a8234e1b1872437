package io.yaim.lab;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// A member of a real etcd cluster, mostly its only one. Its data is deleted when it is closed.
public final class Etcd implements Closeable {

    private static final Duration TO_START = Duration.ofSeconds(60);
    private static final Duration TO_ANSWER = Duration.ofSeconds(80);
    private static final int MOST_REQUESTS = 100; // etcd takes 128 by default
    private static final Duration TO_STOP = Duration.ofSeconds(40);

    private final Place place;
    private final Ports ports;
    private final Path directory;
    private final List<String> command;
    private Process process;

    /// Where a member listens: in a namespace or on the host, on one address.
    private record Place(Optional<Namespace> namespace, String address) {

        <T> T call(Callable<T> work) throws Exception {
            return namespace.isPresent() ? namespace.get().call(work) : work.call();
        }

        ProcessBuilder process(List<String> command) {
            return namespace.isPresent() ? namespace.get().process(command) : new ProcessBuilder(command);
        }

        String url(String scheme, int port) {
            return scheme + "://" + address + ":" + port;
        }
    }

    private record Ports(int client, int peer, int metrics) {}

    /// Starts etcd on free loopback ports and waits until it serves.
    ///
    /// @param flags further flags, each `--name=value`; with `--cert-file` it serves clients by TLS alone
    public static Etcd start(String... flags) throws Exception {
        return startCluster(1, flags).getFirst();
    }

    /// Starts etcd inside a namespace, on an address that the namespace has.
    public static Etcd start(Namespace namespace, String address, String... flags) throws Exception {
        return startAll(List.of(new Place(Optional.of(namespace), address)), List.of(flags))
                .getFirst();
    }

    /// Starts a cluster with one member in each namespace, on an address that the namespace has.
    public static List<Etcd> startCluster(SequencedMap<Namespace, String> places, String... flags) throws Exception {
        return startAll(
                places.entrySet().stream()
                        .map(place -> new Place(Optional.of(place.getKey()), place.getValue()))
                        .toList(),
                List.of(flags));
    }

    /// Starts a cluster of several members on free loopback ports and waits until all serve.
    public static List<Etcd> startCluster(int size, String... flags) throws Exception {
        return startAll(Collections.nCopies(size, new Place(Optional.empty(), "127.0.0.1")), List.of(flags));
    }

    private static List<Etcd> startAll(List<Place> places, List<String> flags) throws Exception {
        List<Ports> ports = freePorts(places);
        var cluster = new ArrayList<String>();
        for (int i = 0; i < places.size(); i++) {
            cluster.add("m" + i + "=" + places.get(i).url("http", ports.get(i).peer));
        }
        var members = new ArrayList<Etcd>();
        try {
            for (int i = 0; i < places.size(); i++) {
                members.add(new Etcd(places.get(i), ports.get(i), "m" + i, String.join(",", cluster), flags));
            }
            for (Etcd member : members) {
                member.awaitServing();
            }
        } catch (Exception e) {
            for (Etcd member : members) {
                member.close();
            }
            throw e;
        }
        return members;
    }

    private Etcd(Place place, Ports ports, String name, String cluster, List<String> flags) throws IOException {
        this.place = place;
        this.ports = ports;
        this.directory = Files.createTempDirectory("yaim-etcd");
        String scheme = flags.stream().anyMatch(flag -> flag.startsWith("--cert-file")) ? "https" : "http";
        command = new ArrayList<>(List.of(
                "etcd",
                "--name=" + name,
                "--data-dir=" + data(),
                "--listen-client-urls=" + place.url(scheme, ports.client),
                "--advertise-client-urls=" + place.url(scheme, ports.client),
                "--listen-peer-urls=" + place.url("http", ports.peer),
                "--initial-advertise-peer-urls=" + place.url("http", ports.peer),
                "--initial-cluster=" + cluster,
                "--listen-metrics-urls=" + place.url("http", ports.metrics),
                "--logger=zap",
                "--log-level=warn"));
        command.addAll(flags);
        process = launch();
    }

    /// The address that clients use, such as `http://127.0.0.1:2379`.
    public String endpoint() {
        return command.stream()
                .filter(flag -> flag.startsWith("--advertise-client-urls="))
                .findFirst()
                .orElseThrow()
                .substring("--advertise-client-urls=".length());
    }

    /// Runs `etcdctl` (API 3) against this member alone and returns what it printed.
    public String ctl(String... arguments) throws IOException {
        return ctl("", List.of(arguments));
    }

    /// Carries out requests, each a line such as `put /a "1"` or `del /a`, in transactions of up to 100, in
    /// order.
    public void txn(List<String> requests) throws IOException {
        for (int from = 0; from < requests.size(); from += MOST_REQUESTS) {
            List<String> some = requests.subList(from, Math.min(requests.size(), from + MOST_REQUESTS));
            // no compares, what to do on success, nothing to do on failure: each part ends with an empty line
            ctl("\n" + String.join("\n", some) + "\n\n\n", List.of("txn"));
        }
    }

    private String ctl(String input, List<String> arguments) throws IOException {
        var all = new ArrayList<>(List.of("env", "ETCDCTL_API=3", "etcdctl", "--endpoints=" + endpoint()));
        all.addAll(arguments);
        return Shell.run(TO_ANSWER, place.process(all).command(), input);
    }

    /// Everything that etcd counts, in the Prometheus text format.
    public String metrics() throws IOException {
        return get("/metrics");
    }

    /// Ends it by SIGTERM.
    public void stop() throws IOException {
        end(Libc.SIGTERM);
    }

    /// Ends it by SIGKILL.
    public void kill() throws IOException {
        end(Libc.SIGKILL);
    }

    /// Whether it leads the cluster, as it says itself.
    public boolean isLeader() throws IOException {
        return metrics().lines().anyMatch(line -> line.equals("etcd_server_is_leader 1"));
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /// The folder of its data.
    public Path data() {
        return directory.resolve("data");
    }

    /// Stops the process (SIGSTOP): connections stay open, but there are no answers.
    public void freeze() throws IOException {
        Libc.kill(process.pid(), Libc.SIGSTOP);
    }

    /// Ends what [#freeze] began (SIGCONT).
    public void thaw() throws IOException {
        Libc.kill(process.pid(), Libc.SIGCONT);
    }

    /// Starts it again on the same ports with the same data, and waits until it serves. Kills it first if it runs.
    public void restart() throws Exception {
        kill();
        process = launch();
        awaitServing();
    }

    /// Kills it and deletes its data.
    @Override
    public void close() throws IOException {
        kill();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Process launch() throws IOException {
        Path log = directory.resolve("log");
        return place.process(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private void end(int signal) throws IOException {
        if (process.isAlive()) {
            Libc.kill(process.pid(), signal);
        }
        if (!Shell.await(process, TO_STOP)) {
            throw new IOException("etcd did not end within " + TO_STOP + " of signal " + signal);
        }
    }

    private void awaitServing() throws Exception {
        long end = System.nanoTime() + TO_START.toNanos();
        String last = "not asked yet";
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw new IOException("etcd ended with status " + process.exitValue() + ": " + log());
            }
            try {
                last = get("/health");
                if (last.contains("\"true\"")) {
                    return;
                }
            } catch (IOException e) {
                last = String.valueOf(e.getMessage());
            }
            Thread.sleep(20);
        }
        throw new IOException("etcd does not serve after " + TO_START + ": " + last + ": " + log());
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    /// Reads from the port for metrics. It speaks plain HTTP without a password, whatever the clients' port does.
    private String get(String path) throws IOException {
        try {
            return place.call(() -> {
                try (var socket = new Socket()) {
                    socket.connect(new InetSocketAddress(place.address, ports.metrics), 1000);
                    socket.setSoTimeout(5000);
                    String request = "GET " + path + " HTTP/1.0\r\n\r\n";
                    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                }
            });
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("ask etcd for " + path, e);
        }
    }

    /// All are open at once, so that no two are the same.
    private static List<Ports> freePorts(List<Place> places) throws Exception {
        var sockets = new ArrayList<ServerSocket>();
        try {
            var ports = new ArrayList<Ports>();
            for (Place place : places) {
                String at = place.address;
                ports.add(place.call(() -> new Ports(open(at, sockets), open(at, sockets), open(at, sockets))));
            }
            return ports;
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static int open(String address, List<ServerSocket> sockets) throws IOException {
        var socket = new ServerSocket();
        sockets.add(socket);
        socket.bind(new InetSocketAddress(address, 0));
        return socket.getLocalPort();
    }
}
