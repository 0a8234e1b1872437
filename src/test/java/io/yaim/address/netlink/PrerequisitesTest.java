package io.yaim.address.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PrerequisitesTest {

    @Test
    void aMissingPrivilegeIsNamedWithItsRemedy() {
        assertThat(Prerequisites.privilegeProblem(true, true)).isEmpty();
        assertThat(problem(Prerequisites.privilegeProblem(false, true)))
                .contains("CAP_NET_ADMIN (to bind addresses) is missing", "AmbientCapabilities", "root");
        assertThat(problem(Prerequisites.privilegeProblem(true, false)))
                .contains("CAP_NET_RAW (to announce addresses) is missing");
        assertThat(problem(Prerequisites.privilegeProblem(false, false)))
                .contains("CAP_NET_ADMIN (to bind addresses) and CAP_NET_RAW (to announce them) is missing");
    }

    @Test
    void aKernelWithoutProtocolNumbersIsRejected() {
        assertThat(Prerequisites.kernelProblem("6.1.0-18-amd64", false)).isEmpty();
        assertThat(Prerequisites.kernelProblem("5.18.0", false)).isEmpty();
        assertThat(problem(Prerequisites.kernelProblem("5.10.0-8-amd64", false)))
                .contains("5.10.0-8-amd64", "IFA_PROTO", "5.18");
        assertThat(problem(Prerequisites.kernelProblem("4.19.0", false))).contains("4.19.0");
    }

    @Test
    void anOldKernelWithProtocolNumbersIsAccepted() {
        assertThat(Prerequisites.kernelProblem("5.14.0-503.el9", true)).isEmpty();
    }

    @Test
    void anUnknownKernelVersionIsAccepted() {
        assertThat(Prerequisites.kernelProblem("", false)).isEmpty();
    }

    @Test
    void aMissingInterfaceIsReportedWithTheExistingOnes() {
        assertThat(Prerequisites.interfaceProblem("eth0", List.of("eth0", "lo")))
                .isEmpty();
        assertThat(Prerequisites.interfaceProblem("eth1", List.of("eth0", "lo")))
                .contains("there is no interface eth1: there are eth0, lo");
    }

    @Test
    void aLabelHasAtMostFifteenCharacters() {
        assertThat(Prerequisites.labelProblem("eth0:1234567890")).isEmpty();
        assertThat(problem(Prerequisites.labelProblem("eth0:12345678901")))
                .contains("eth0:12345678901 has 16 characters");
    }

    @Test
    void aPrefixLengthOf32NeedsNoPromotion() throws Exception {
        assertThat(Prerequisites.promoteSecondariesProblem("no-such-device", 32))
                .isEmpty();
    }

    private static String problem(Optional<String> found) {
        return found.orElseThrow(() -> new AssertionError("no problem was found"));
    }
}
