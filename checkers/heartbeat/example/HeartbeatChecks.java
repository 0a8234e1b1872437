package example;

import io.yaim.check.Check;
import io.yaim.check.CheckProvider;
import io.yaim.check.CheckSettings;
import io.yaim.check.InvalidOptionException;
import io.yaim.check.Option;
import io.yaim.check.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A type of check for yaim that passes while a service touches a file often enough.
public final class HeartbeatChecks implements CheckProvider {

    private static final Option FILE = Option.required("file", Option.Kind.STRING, "the file that the service touches");
    private static final Option MAX_AGE =
            Option.standard("max-age", Option.Kind.INTEGER, "5000", "the maximum age of the last touch, in ms");

    @Override
    public String type() {
        return "heartbeat";
    }

    @Override
    public List<Option> options() {
        return List.of(FILE, MAX_AGE);
    }

    @Override
    public Check create(CheckSettings settings) throws InvalidOptionException {
        Path file = Path.of(settings.required(FILE));
        Duration maxAge = Duration.ofMillis(settings.integer(MAX_AGE, 1, 86_400_000).orElseThrow());
        return timeout -> check(file, maxAge);
    }

    private static Verdict check(Path file, Duration maxAge) throws IOException {
        try {
            Instant lastTouch = Files.getLastModifiedTime(file).toInstant();
            Duration age = Duration.between(lastTouch, Instant.now());
            return age.compareTo(maxAge) <= 0
                    ? new Verdict.Pass()
                    : new Verdict.Fail("last heartbeat " + age.toMillis() + " ms ago, expected at most "
                            + maxAge.toMillis() + " ms");
        } catch (NoSuchFileException e) {
            return new Verdict.Fail("no heartbeat: " + file + " does not exist");
        }
    }
}
