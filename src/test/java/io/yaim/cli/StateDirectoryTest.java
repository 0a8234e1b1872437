package io.yaim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

    private static final NodeName NODE = new NodeName("a");

    @TempDir
    private Path folder;

    @Test
    void knowsTheLeaseOfTheDaemonThatRanBefore() throws Exception {
        try (StateDirectory first = open()) {
            assertThat(first.former()).isEmpty();
            first.note(new LeaseId(0x694da2016721150aL));
            first.note(new LeaseId(0x7));
        }
        try (StateDirectory second = open()) {
            assertThat(second.former()).contains(new LeaseId(0x7));
        }
    }

    @Test
    void forgetsTheLeaseOfAnotherBoot() throws Exception {
        try (StateDirectory first = open()) {
            first.note(new LeaseId(7));
        }
        Path record = folder.resolve("a.lease");
        String text = Files.readString(record);
        Files.writeString(record, text.replaceAll("boot-id=.*", "boot-id=another"));
        try (StateDirectory second = open()) {
            assertThat(second.former()).isEmpty();
        }
    }

    @Test
    void letsOnlyOneDaemonRun() throws Exception {
        try (StateDirectory first = open()) {
            assertThat(first.former()).isEmpty();
            assertThatThrownBy(this::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another yaim runs here as a")
                    .hasMessageContaining("a.lock");
        }
        open().close();
    }

    @Test
    void saysWhichRecordItCannotRead() throws Exception {
        try (StateDirectory first = open()) {
            first.note(new LeaseId(7));
            Path record = folder.resolve("a.lease");
            Files.writeString(record, Files.readString(record).replace("lease=7", "lease=zero"));
            assertThatThrownBy(first::former).isInstanceOf(IOException.class).hasMessageContaining(record.toString());
        }
    }

    @Test
    void letsNodesOfDifferentNamesNotShareTheInterfaces() throws Exception {
        try (StateDirectory first = open()) {
            assertThat(first.former()).isEmpty();
            assertThatThrownBy(() -> StateDirectory.open(folder, new NodeName("b"), Incarnation.of(2)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("on the same interfaces");
        }
        StateDirectory.open(folder, new NodeName("b"), Incarnation.of(2)).close();
    }

    private StateDirectory open() throws IOException {
        return StateDirectory.open(folder, NODE, Incarnation.of(1));
    }
}
