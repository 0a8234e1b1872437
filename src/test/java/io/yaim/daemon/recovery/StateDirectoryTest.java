package io.yaim.daemon.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.PreviousTenancy;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

    private static final NodeName NODE = new NodeName("a");
    private static final Incarnation LIFE = Incarnation.of(1);
    private static final Duration NOW = Duration.ofSeconds(100);
    private static final List<VirtualIp> IPS = List.of(VirtualIp.parse("10.0.0.5"), VirtualIp.parse("fd00::5"));

    @TempDir
    private Path folder;

    @Test
    void knowsTheLeaseOfTheDaemonThatRanBefore() throws Exception {
        try (StateDirectory first = open()) {
            assertThat(first.read()).isEmpty();
            first.write(held(0x694da2016721150aL, first));
            first.write(held(7, first));
        }
        try (StateDirectory second = open()) {
            assertThat(second.read().orElseThrow().toPreviousTenancy(second.network(), NOW))
                    .contains(PreviousTenancy.of(LIFE, new LeaseId("7")));
        }
    }

    /// The loop logs this as the reason why there is no lease.
    @Test
    void aFullDirectoryIsNamed() throws Exception {
        Files.createSymbolicLink(folder.resolve("a.lease.new"), Path.of("/dev/full"));
        try (StateDirectory state = open()) {
            assertThatThrownBy(() -> state.write(held(7, state)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("state-dir: cannot write " + folder.resolve("a.lease") + ": No space left on device");
        }
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> StateDirectory.open(file, NODE, Duration.ZERO))
                .hasMessage("state-dir: cannot write " + file + ": " + file + ": is no directory");
        Path below = file.resolve("below");
        assertThatThrownBy(() -> StateDirectory.open(below, NODE, Duration.ZERO))
                .hasMessageStartingWith("state-dir: cannot write " + below + ": ")
                .hasMessageEndingWith("Not a directory");
    }

    @Test
    void knowsRetainedAddressesUntilTheirProofEnds() throws Exception {
        try (StateDirectory state = open()) {
            state.write(held(7, state).retaining(IPS, NOW));
            IncarnationRecord read = state.read().orElseThrow();
            assertThat(read.toPreviousTenancy(state.network(), NOW.minusMillis(1)))
                    .contains(new PreviousTenancy(LIFE, new LeaseId("7"), new TreeSet<>(IPS), NOW));
            assertThat(read.toPreviousTenancy(state.network(), NOW))
                    .contains(PreviousTenancy.of(LIFE, new LeaseId("7")));
        }
    }

    @Test
    void forgetsALeaseThatHasBeenEnded() throws Exception {
        try (StateDirectory state = open()) {
            state.write(held(7, state).ended());
            assertThat(state.read().orElseThrow().toPreviousTenancy(state.network(), NOW))
                    .isEmpty();
        }
    }

    @Test
    void leavesALeaseAloneWhoseAddressesAreInAnotherNetworkNamespace() throws Exception {
        try (StateDirectory state = open()) {
            state.write(IncarnationRecord.held("1", LIFE, new LeaseId("7")));
            assertThat(state.read().orElseThrow().toPreviousTenancy(state.network(), NOW))
                    .isEmpty();
        }
    }

    @Test
    void forgetsTheLeaseOfAnotherBoot() throws Exception {
        try (StateDirectory first = open()) {
            first.write(held(7, first));
        }
        Path record = folder.resolve("a.lease");
        String text = Files.readString(record);
        Files.writeString(record, text.replaceAll("boot-id=.*", "boot-id=another"));
        try (StateDirectory second = open()) {
            assertThat(second.read()).isEmpty();
        }
    }

    @Test
    void letsOnlyOneDaemonRun() throws Exception {
        try (StateDirectory first = open()) {
            assertThat(first.read()).isEmpty();
            assertThatThrownBy(this::open)
                    .isInstanceOf(LockedException.class)
                    .hasMessageContaining("another yaim runs here as a")
                    .hasMessageContaining("a.lock");
        }
        open().close();
    }

    @Test
    void waitsForALockThatIsHeldForAMoment() throws Exception {
        StateDirectory first = open();
        var closer = Thread.ofPlatform().start(() -> {
            try {
                first.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        StateDirectory.open(folder, NODE, Duration.ofSeconds(10)).close();
        closer.join();
    }

    @Test
    void saysWhichRecordItCannotRead() throws Exception {
        try (StateDirectory first = open()) {
            first.write(held(7, first));
            Path record = folder.resolve("a.lease");
            String text = Files.readString(record);
            for (String garbage : List.of(
                    text.replace("lease=7", "lease="),
                    text.replace("lease=7", "lease=two words"),
                    text.replace("HELD", "held"),
                    text.replace("proof-ends-ms=0", "proof-ends-ms="),
                    text.replace("kept=", "kept=::1::"))) {
                Files.writeString(record, garbage);
                assertThatThrownBy(first::read).isInstanceOf(IOException.class).hasMessageContaining(record.toString());
            }
        }
    }

    @Test
    void letsNodesOfDifferentNamesNotShareTheInterfaces() throws Exception {
        try (StateDirectory first = open()) {
            assertThat(first.read()).isEmpty();
            assertThatThrownBy(() -> StateDirectory.open(folder, new NodeName("b"), Duration.ZERO))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("on the same interfaces");
        }
        StateDirectory.open(folder, new NodeName("b"), Duration.ZERO).close();
    }

    private static IncarnationRecord held(long lease, StateDirectory state) {
        return IncarnationRecord.held(state.network(), LIFE, new LeaseId(Long.toString(lease)));
    }

    private StateDirectory open() throws IOException {
        return StateDirectory.open(folder, NODE, Duration.ZERO);
    }
}
