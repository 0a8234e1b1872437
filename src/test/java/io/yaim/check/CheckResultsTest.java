package io.yaim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckResultsTest {

    private static final CheckStatus PASSING = status(true, Optional.of(true));
    private static final CheckStatus NOT_RUN = status(false, Optional.empty());
    private static final CheckStatus RISING = status(false, Optional.of(true));
    private static final CheckStatus FAILING = status(false, Optional.of(false));

    @Test
    void isUndecidedUntilEveryCheckHasPassedOrSomeCheckHasFailed() {
        assertThat(CheckResults.of(List.of(PASSING, NOT_RUN)).isUndecided()).isTrue();
        assertThat(CheckResults.of(List.of(RISING)).isUndecided()).isTrue();
        assertThat(CheckResults.of(List.of(NOT_RUN, FAILING)).isUndecided()).isFalse();
        assertThat(CheckResults.of(List.of(PASSING)).isUndecided()).isFalse();
        assertThat(CheckResults.of(List.of()).isUndecided()).isFalse();
    }

    private static CheckStatus status(boolean passing, Optional<Boolean> last) {
        return new CheckStatus(
                "c",
                "tcp",
                passing,
                Optional.empty(),
                last.map(passed -> new CheckStatus.LastRun(Duration.ZERO, Duration.ZERO, passed)));
    }
}
