package io.yaim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.cli.client.NoAnswerException;
import io.yaim.setting.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketFinderTest {

    private static final SocketFinder.ConfiguredSocket NOTHING = Optional::empty;
    private static final SocketFinder.ConfiguredSocket BROKEN = () -> {
        throw new ConfigException(List.of("yaim.yml: cannot be read"));
    };

    @TempDir
    private Path folder;

    @Test
    void theConfiguredSocketComesFirst() throws Exception {
        socket("n1.sock");
        Path configured = Path.of("/elsewhere/n7.sock");
        assertThat(new SocketFinder(folder, () -> Optional.of(configured)).find())
                .isEqualTo(configured);
    }

    @Test
    void theOnlySocketIsTakenWhateverTheConfigurationIs() throws Exception {
        Path only = socket("n1.sock");
        socket("n1.lease");
        assertThat(new SocketFinder(folder, NOTHING).find()).isEqualTo(only);
        assertThat(new SocketFinder(folder, BROKEN).find()).isEqualTo(only);
    }

    @Test
    void severalSocketsNeedAChoice() throws Exception {
        Path one = socket("n1.sock");
        Path other = socket("n2.sock");
        assertThatThrownBy(() -> new SocketFinder(folder, NOTHING).find())
                .isInstanceOf(NoAnswerException.class)
                .hasMessageContainingAll("--socket", one.toString(), other.toString());
    }

    @Test
    void saysWhyThereIsNone() {
        assertThatThrownBy(() -> new SocketFinder(folder, BROKEN).find()).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> new SocketFinder(folder.resolve("nowhere"), NOTHING).find())
                .isInstanceOf(NoAnswerException.class)
                .hasMessageContainingAll("nowhere", "--socket", "--url", "--config");
    }

    private Path socket(String name) throws Exception {
        return Files.createFile(folder.resolve(name));
    }
}
