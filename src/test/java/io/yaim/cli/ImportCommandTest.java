package io.yaim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.config.Config;
import io.yaim.daemon.ConfigOptions;
import io.yaim.daemon.DaemonConfiguration;
import io.yaim.store.multicast.ConfiguredMulticast;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ImportCommandTest {

    private static final String VIPS =
            "\"vips\": [ [ 'n2', { \"interface\": \"lo\", \"ip\": \"10.7.1.10/24\" } ] ], \"nodes\": [ \"n1\", \"n2\" ]";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsAFileThatLoads() throws Exception {
        assertThat(run("import", vippy("{ \"secret\": \"0123456789\", " + VIPS + " }")))
                .isZero();
        assertThat(err.toString()).isEmpty();
        Path printed = Files.writeString(folder.resolve("yaim.yml"), out.toString());
        Config config = DaemonConfiguration.load(ConfigOptions.of(Optional.of(printed), Map.of("nodename", "n1")));
        assertThat(((ConfiguredMulticast) config.store()).pool().orElseThrow().entries())
                .hasSize(1);
    }

    @Test
    void printsWhatIsToBeFilledInAndSaysSo() throws Exception {
        assertThat(run("import", vippy("{ " + VIPS + " }"))).isEqualTo(78);
        assertThat(out.toString()).contains("\n#secret: \"\"\n", "\nips:\n");
        assertThat(err.toString()).startsWith("yaim: yaim.yml: secret: found nothing");
    }

    @Test
    void printsNothingOfWhatIsNoFileOfVippy() throws Exception {
        String file = vippy("{ \"vips\":\n 5 }");
        assertThat(run("import", file)).isEqualTo(78);
        assertThat(err.toString()).isEqualTo("yaim: " + file + ":2: vips: found \"5\", expected a list of groups\n");
        assertThat(run("import", folder + "/missing")).isEqualTo(78);
        assertThat(out.toString()).isEmpty();
        assertThat(run("import")).isEqualTo(64);
    }

    @Test
    void takesTheNameOfTheNode() throws Exception {
        String file = vippy("{ \"secret\": \"0123456789\", " + VIPS + " }");
        assertThat(run("import", "-n", "n2", file)).isZero();
        assertThat(out.toString().lines()).contains("nodename: n2");
        assertThat(run("import", "-n", "n 2", file)).isEqualTo(64);
    }

    private String vippy(String text) throws IOException {
        return Files.writeString(folder.resolve("vippy.conf"), text).toString();
    }

    private int run(String... args) {
        CommandLine line = Cli.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(args);
    }
}
