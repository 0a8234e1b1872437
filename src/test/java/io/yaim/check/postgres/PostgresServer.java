package io.yaim.check.postgres;

import io.yaim.tls.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A PostgreSQL server of the tests, in a folder, on a loopback port, with TLS. Users: `postgres` (superuser,
/// trusted), `app` (password `s3cret`), `cert` (only with a client certificate).
final class PostgresServer {

    private static final Path BINARIES = newest();

    private final Path folder;
    private final int port;

    private PostgresServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /// Creates a cluster and starts it. The authority issues certificates `server` and `cert`.
    static PostgresServer start(Path folder, TestAuthority authority) throws IOException, InterruptedException {
        PostgresServer server = new PostgresServer(folder, freePort());
        Path data = Path.of(server.data());
        Files.createDirectories(data);
        authority.issue("server", "server");
        authority.issue("cert", "cert");
        Process _ = run(List.of("chown", "-R", "postgres", folder.toString()));
        server.asPostgres("initdb", "-D", data.toString(), "-A", "trust", "-N", "--no-locale", "-E", "UTF8");
        for (String name : List.of("ca.pem", "server.pem", "server.key")) {
            Files.copy(authority.file(name), data.resolve(name));
        }
        Process _ = run(List.of("chown", "-R", "postgres", folder.toString()));
        Process _ = run(List.of("chmod", "600", data.resolve("server.key").toString()));
        Files.writeString(data.resolve("pg_hba.conf"), """
                host    all postgres 127.0.0.1/32 trust
                hostssl all cert     127.0.0.1/32 cert
                host    all app      127.0.0.1/32 scram-sha-256
                """);
        Files.writeString(data.resolve("postgresql.conf"), """
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                fsync = off
                ssl = on
                ssl_ca_file = 'ca.pem'
                ssl_cert_file = 'server.pem'
                ssl_key_file = 'server.key'
                max_connections = 20
                """.formatted(server.port));
        server.up();
        server.psql("CREATE USER app PASSWORD 's3cret'; CREATE USER cert");
        return server;
    }

    int port() {
        return port;
    }

    void up() throws IOException, InterruptedException {
        asPostgres("pg_ctl", "-D", data(), "-l", folder.resolve("log").toString(), "-w", "start");
    }

    void down() throws IOException, InterruptedException {
        asPostgres("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
    }

    String psql(String command) throws IOException, InterruptedException {
        return asPostgres("psql", "-h", "127.0.0.1", "-p", Integer.toString(port), "-d", "postgres", "-Atc", command);
    }

    /// Stops (`STOP`) or continues (`CONT`) the server and all its processes.
    void signal(String signal) throws IOException, InterruptedException {
        long postmaster = Long.parseLong(
                Files.readAllLines(Path.of(data(), "postmaster.pid")).getFirst().strip());
        ProcessHandle handle = ProcessHandle.of(postmaster).orElseThrow();
        for (ProcessHandle process :
                Stream.concat(Stream.of(handle), handle.descendants()).toList()) {
            Process _ = run(List.of("kill", "-" + signal, Long.toString(process.pid())));
        }
    }

    void end() throws IOException, InterruptedException {
        if (Files.exists(Path.of(data(), "postmaster.pid"))) {
            down();
        }
    }

    /// The name lets deploy/lib.sh find out which process it belongs to.
    private String data() {
        return folder.resolve("yaim-postgres-" + ProcessHandle.current().pid()).toString();
    }

    /// PostgreSQL refuses to run as root.
    private String asPostgres(String program, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            line.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
        }
        line.add(BINARIES.resolve(program).toString());
        line.addAll(List.of(arguments));
        return output(line);
    }

    private static Process run(List<String> line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line).start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", line) + ": status " + process.exitValue());
        }
        return process;
    }

    /// Writes the output to a file. The server inherits it, and a pipe would stay open as long as the server runs.
    private static String output(List<String> line) throws IOException, InterruptedException {
        Path file = Files.createTempFile("output", ".txt");
        try {
            Process process = new ProcessBuilder(line)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(file.toFile())
                    .start();
            int status = process.waitFor();
            String output = Files.readString(file, StandardCharsets.UTF_8);
            if (status != 0) {
                throw new IOException(String.join(" ", line) + ": " + output);
            }
            return output.strip();
        } finally {
            Files.delete(file);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path newest() {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.max(Comparator.naturalOrder()).orElseThrow().resolve("bin");
        } catch (IOException e) {
            throw new IllegalStateException("no PostgreSQL server in /usr/lib/postgresql: install postgresql", e);
        }
    }
}
