package io.yaim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.json.StrictYaml;
import io.yaim.lab.Etcd;
import io.yaim.lab.Namespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged program on hosts with problems, and its manual and completion.
class DoctorIT {

    private static final Path HOME =
            Path.of(System.getProperty("yaim.home", "target/yaim")).toAbsolutePath();
    private static final String ENDPOINT = "http://127.0.0.1:1";

    private Namespace host;
    private Namespace neighbour;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws Exception {
        host = Namespace.create("doctor");
        neighbour = Namespace.create("neighbour");
        host.addVeth("eth0", neighbour, "eth0");
        host.ip("addr", "add", "192.0.2.1/24", "dev", "eth0");
    }

    @AfterEach
    void close() throws IOException {
        host.close();
        neighbour.close();
    }

    @Test
    void findsNoProblemWhereThereIsNone() throws Exception {
        try (Etcd etcd = Etcd.start(host, "127.0.0.1")) {
            etcd.ctl("put", "/service/yaim/ips/192.0.2.7", "");
            Run run = doctor(etcd.endpoint());
            assertThat(run.levels("problem")).isEmpty();
            assertThat(run.levels("ok"))
                    .anyMatch(found -> found.contains(etcd.endpoint() + ": etcd 3."))
                    .anyMatch(found -> found.equals("eth0 has 192.0.2.0/24; all its entries (1) are in it"));
            assertThat(run.status).isZero();
        }
    }

    @Test
    void findsEntriesThatWereMadeByTheV2ApiOfEtcd() throws Exception {
        try (Etcd etcd = Etcd.start(host, "127.0.0.1", "--enable-v2")) {
            String folder = etcd.endpoint() + "/v2/keys/service/yaim/ips/192.0.2.";
            etcd.ctl("put", "/service/yaim/ips/192.0.2.7", "");
            host.run("curl", "-fsS", "-XPUT", folder + "7", "-d", "dir=true");
            assertThat(doctor(etcd.endpoint()).levels("problem")).isEmpty();
            host.run("curl", "-fsS", "-XPUT", folder + "8", "-d", "dir=true");
            assertThat(doctor(etcd.endpoint()).levels("problem"))
                    .containsExactly("1 entry was made by etcd's v2 API, which yaim does not see: 192.0.2.8");
        }
    }

    @Test
    void findsWhatSpoilsArp() throws Exception {
        host.set("ipv4/conf/eth0/arp_ignore", "8");
        host.set("ipv4/conf/eth0/rp_filter", "1");
        host.ip("addr", "del", "192.0.2.1/24", "dev", "eth0");
        Run run = doctor(ENDPOINT);
        assertThat(run.levels("problem")).anyMatch(found -> found.startsWith("arp_ignore is 8"));
        assertThat(run.levels("warning")).anyMatch(found -> found.startsWith("rp_filter is 1"));
        assertThat(run.status).isEqualTo(1);
    }

    @Test
    void findsAnInterfaceThatIsDownOrWithoutCarrier() throws Exception {
        neighbour.ip("link", "set", "eth0", "down");
        assertThat(doctor(ENDPOINT).levels("problem")).contains("eth0 is up, but has no carrier");
        host.ip("link", "set", "eth0", "down");
        assertThat(doctor(ENDPOINT).levels("problem")).contains("eth0 is down");
    }

    @Test
    void saysThatTheStoreIsAway() throws Exception {
        Run run = doctor(ENDPOINT);
        assertThat(run.levels("problem")).singleElement().asString().startsWith(ENDPOINT + " does not answer: ");
        assertThat(run.status).isEqualTo(1);
    }

    @Test
    void writesOneFindingALineAndItsRemedyBelow() throws Exception {
        host.set("ipv4/conf/all/arp_ignore", "8");
        Run run = run("doctor", "--quiet", "--interface=eth0", "--set=dcs-endpoints=" + ENDPOINT);
        assertThat(run.out.lines())
                .anyMatch(line -> line.matches("problem +kernel settings +arp_ignore is 8: .*"))
                .anyMatch(line -> line.matches(" +-> sysctl -w net.ipv4.conf.all.arp_ignore=0 .*"))
                .noneMatch(line -> line.startsWith("ok "));
        assertThat(run.out).endsWith("2 problems\n");
    }

    @Test
    void shipsManualPagesThatManTakesWithoutAWarningAndACompletion() throws Exception {
        Path pages = HOME.resolve("share/man");
        for (String name : List.of(
                "man1/yaim.1",
                "man1/yaim-check.1",
                "man1/yaim-config.1",
                "man1/yaim-doctor.1",
                "man1/yaim-run.1",
                "man1/yaim-drop.1",
                "man5/yaim.yml.5")) {
            Process man = new ProcessBuilder(
                            "groff",
                            "-man",
                            "-ww",
                            "-Tutf8",
                            "-z",
                            pages.resolve(name).toString())
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(man.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .as(name)
                    .isEmpty();
            assertThat(man.waitFor()).isZero();
        }
        Process bash = new ProcessBuilder(
                        "bash", "-c", "source " + HOME + "/share/bash-completion/completions/yaim && complete -p yaim")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("yaim");
        assertThat(bash.waitFor()).isZero();
    }

    private Run doctor(String endpoint) throws Exception {
        return run(
                "doctor",
                "-o",
                "json",
                "--interface=eth0",
                "--set=state-dir=" + folder,
                "--set=dcs-endpoints=" + endpoint);
    }

    private Run run(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(HOME.resolve("bin/yaim").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = host.process(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("YAIM_"));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = builder.directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(240, TimeUnit.SECONDS))
                    .as("ends in time")
                    .isTrue();
            assertThat(Files.readString(err)).isEmpty();
            return new Run(process.exitValue(), Files.readString(out));
        } finally {
            process.destroyForcibly();
        }
    }

    private record Run(int status, String out) {

        /// Returns the findings of this level.
        List<String> levels(String level) {
            Object findings = StrictYaml.parse(out, 100_000, 5).orElseThrow();
            return Stream.of(findings)
                    .flatMap(all -> ((List<?>) all).stream())
                    .map(finding -> (Map<?, ?>) finding)
                    .filter(finding -> level.equals(finding.get("level")))
                    .map(finding -> String.valueOf(finding.get("found")))
                    .toList();
        }
    }
}
