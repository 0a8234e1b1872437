package io.yaim.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever stands in the file, the environment or a flag: a configuration or a list of mistakes, nothing
/// else.
final class GarbageTest {

    private static final int FILES_PER_SEED = 400;
    private static final int LONGEST = 2000;

    private static final String GOOD = """
            interface: lo
            netmask: 255.255.255.0
            label: "yaim"
            nodename: 'node-1'
            dcs-endpoints:
              - http://127.0.0.1:2379
              - http://[::1]:2379
            dcs_namespace: /service/
            etcd-user: root
            etcd-password: geheim
            ttl: 9s
            interval: 1000
            checker-type: http
            http-url: http://127.0.0.1:8008/
            http-ca-file: ca.pem
            disk-limits: {warn: 80, list: [1, 2]}
            checks:
              - type: shell
                name: one
                command: |
                  exit 0
                interval: 500ms
              - {type: disk, path: /srv, fall: 3}
            http-listen: 127.0.0.1:1313
            log-level: Debug
            """;

    private static final List<String> SNIPPETS = List.of(
            ": ",
            "\n",
            "- ",
            "  ",
            "\t",
            "*a",
            "&a ",
            "!!map ",
            "!",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "|",
            ">",
            "%YAML 1.1\n",
            "---\n",
            "...\n",
            "? ",
            "<<: ",
            "\\x00",
            "\u0000",
            "\u2028",
            "\ufeff",
            "\ud83d\ude00",
            "\ud83d",
            "~",
            "null",
            "#",
            ",",
            "0x7fffffff",
            "99999999999999999999",
            "-1",
            "1e999",
            "http://",
            "a".repeat(300),
            "interface: lo\n",
            "checks:\n  - type: http\n",
            "dcs-endpoints: ,,,\n",
            "http-url: \n",
            "http-password-file: /dev/null\n",
            "=",
            "@",
            "`");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void endsInAConfigurationOrInMistakes(long seed) throws IOException {
        var random = new Random(seed);
        var loading = new Loading(folder);
        ConfigLoader loader = loading.loader();
        assertThat(loads(loader, loading.write("good.yml", GOOD))).isTrue();
        int good = 0;
        for (int i = 0; i < FILES_PER_SEED; i++) {
            byte[] bytes = i % 5 == 0 ? garbage(random) : mutated(random).getBytes(StandardCharsets.UTF_8);
            Path file = Files.write(folder.resolve("garbage.yml"), bytes);
            String value = mutated(random);
            try {
                loader.load(Optional.of(file), Map.of("YAIM_LABEL", value), Map.of(value, value));
                good++;
            } catch (ConfigException e) {
                assertThat(e.problems())
                        .as("seed %d, file %d", seed, i)
                        .isNotEmpty()
                        .allMatch(GarbageTest::isALine);
            }
            if (loads(loader, file)) {
                good++;
            }
        }
        assertThat(good).as("some files survive").isPositive();
    }

    private static boolean loads(ConfigLoader loader, Path file) {
        try {
            loader.load(Optional.of(file), Map.of(), Map.of());
            return true;
        } catch (ConfigException e) {
            assertThat(e.problems()).isNotEmpty().allMatch(GarbageTest::isALine);
            return false;
        }
    }

    private static boolean isALine(String message) {
        return message.length() < 1000 && message.chars().noneMatch(Character::isISOControl);
    }

    private static byte[] garbage(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    /// The good file, or a few lines of it, with a few changes.
    private static String mutated(Random random) {
        var text = new StringBuilder(GOOD);
        int changes = random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(30));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, SNIPPETS.get(random.nextInt(SNIPPETS.size())));
                case 2 -> text.replace(at, end, SNIPPETS.get(random.nextInt(SNIPPETS.size())));
                default -> text.insert(at, text.substring(at, end));
            }
        }
        text.setLength(Math.min(text.length(), LONGEST));
        return text.toString();
    }
}
