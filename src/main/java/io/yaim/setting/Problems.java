package io.yaim.setting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Collects mistakes, so that all are reported at once, and warnings.
public final class Problems {

    public static final int LIMIT = 100;

    private record Problem(SourceLocation sourceLocation, String text) {}

    private final List<Problem> mistakes = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    public void add(SourceLocation sourceLocation, String text) {
        mistakes.add(new Problem(sourceLocation, text));
    }

    /// A check at the top level is read twice: as keys, and as a check.
    public void addOnce(SourceLocation sourceLocation, String text) {
        var problem = new Problem(sourceLocation, text);
        if (!mistakes.contains(problem)) {
            mistakes.add(problem);
        }
    }

    public void add(RawValue rawValue, String expected) {
        add(rawValue.sourceLocation(), "found " + rawValue.description() + ", expected " + expected);
    }

    /// A mistake in a file or a flag, but only a warning in the environment, which other programs fill as well.
    /// For example, Kubernetes sets `YAIM_SERVICE_HOST` in each container if there is a service with this name.
    public void unknownKey(SourceLocation sourceLocation, Optional<String> nearest) {
        String text = "unknown key"
                + nearest.map(name -> ", did you mean `" + name + "`?").orElse("");
        (sourceLocation.isEnvironment() ? warnings : mistakes).add(new Problem(sourceLocation, text));
    }

    public void warn(SourceLocation sourceLocation, String text) {
        warnings.add(new Problem(sourceLocation, text));
    }

    public boolean isEmpty() {
        return mistakes.isEmpty();
    }

    public List<String> warnings() {
        return lines(warnings);
    }

    public void throwIfAny() throws ConfigException {
        if (!isEmpty()) {
            throw exception();
        }
    }

    public ConfigException exception() {
        return new ConfigException(lines(mistakes));
    }

    private static List<String> lines(List<Problem> problems) {
        var lines = new ArrayList<>(problems.stream()
                .sorted(Comparator.comparing(Problem::sourceLocation, SourceLocation.ORDER))
                .limit(LIMIT)
                .map(problem -> problem.sourceLocation().message(problem.text()))
                .toList());
        if (problems.size() > LIMIT) {
            lines.add("and " + (problems.size() - LIMIT) + " more");
        }
        return List.copyOf(lines);
    }
}
