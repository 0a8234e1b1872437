package io.yaim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.cli.line.NoAnswerException;
import io.yaim.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketsTest {

    private static final Sockets.Configured NOTHING = Optional::empty;
    private static final Sockets.Configured BROKEN = () -> {
        throw new ConfigException(List.of("yaim.yml: cannot be read"));
    };

    @TempDir
    private Path folder;

    @Test
    void theConfiguredSocketComesFirst() throws Exception {
        socket("n1.sock");
        Path configured = Path.of("/elsewhere/n7.sock");
        assertThat(new Sockets(folder, () -> Optional.of(configured)).find()).isEqualTo(configured);
    }

    @Test
    void theOnlySocketIsTakenWhateverTheConfigurationIs() throws Exception {
        Path only = socket("n1.sock");
        socket("n1.lease");
        assertThat(new Sockets(folder, NOTHING).find()).isEqualTo(only);
        assertThat(new Sockets(folder, BROKEN).find()).isEqualTo(only);
    }

    @Test
    void ofSeveralSomebodyMustChoose() throws Exception {
        Path one = socket("n1.sock");
        Path other = socket("n2.sock");
        assertThatThrownBy(() -> new Sockets(folder, NOTHING).find())
                .isInstanceOf(NoAnswerException.class)
                .hasMessageContainingAll("--socket", one.toString(), other.toString());
    }

    @Test
    void saysWhyThereIsNone() {
        assertThatThrownBy(() -> new Sockets(folder, BROKEN).find()).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> new Sockets(folder.resolve("nowhere"), NOTHING).find())
                .isInstanceOf(NoAnswerException.class)
                .hasMessageContainingAll("nowhere", "--socket", "--url", "--config");
    }

    private Path socket(String name) throws Exception {
        return Files.createFile(folder.resolve(name));
    }
}
