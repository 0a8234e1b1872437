package io.yaim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateDirectoryTest {

    @TempDir
    private Path directory;

    @Test
    void twoNodesOfAnyNamesDoNotShareTheInterfaces() throws IOException {
        try (StateDirectory first = open("a")) {
            assertThatThrownBy(() -> open("b")).isInstanceOf(IOException.class).hasMessageContaining("interfaces");
            assertThatThrownBy(() -> open("a")).isInstanceOf(IOException.class).hasMessageContaining("as a");
            assertThat(first.former()).isEmpty();
        }
        open("b").close();
    }

    @Test
    void theNextLifeLearnsOfTheLease() throws IOException {
        try (StateDirectory first = open("a")) {
            first.note(new LeaseId(-7));
        }
        try (StateDirectory second = open("a")) {
            assertThat(second.former()).contains(new LeaseId(-7));
        }
    }

    private StateDirectory open(String name) throws IOException {
        return StateDirectory.open(directory, new NodeName(name), Incarnation.of(1));
    }
}
