package io.yaim.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Collects mistakes, so that all are told at once; and what is only worth a warning.
final class Problems {

    static final int LIMIT = 100;

    private record Problem(Place place, String text) {}

    private final List<Problem> mistakes = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    void add(Place place, String text) {
        mistakes.add(new Problem(place, text));
    }

    /// A check at the top level is looked at twice: as keys, and as a check.
    void addOnce(Place place, String text) {
        var problem = new Problem(place, text);
        if (!mistakes.contains(problem)) {
            mistakes.add(problem);
        }
    }

    void add(Raw raw, String expected) {
        add(raw.place(), "found " + raw.found() + ", expected " + expected);
    }

    /// A mistake in a file or a flag. Only a warning in the environment, which others fill as well:
    /// Kubernetes tells each container `YAIM_SERVICE_HOST` where there is a service of that name.
    void unknownKey(Place place, Optional<String> nearest) {
        String text = "unknown key"
                + nearest.map(name -> ", did you mean `" + name + "`?").orElse("");
        (place.isEnvironment() ? warnings : mistakes).add(new Problem(place, text));
    }

    void warn(Place place, String text) {
        warnings.add(new Problem(place, text));
    }

    boolean isEmpty() {
        return mistakes.isEmpty();
    }

    List<String> warnings() {
        return lines(warnings);
    }

    void throwIfAny() throws ConfigException {
        if (!isEmpty()) {
            throw exception();
        }
    }

    ConfigException exception() {
        return new ConfigException(lines(mistakes));
    }

    private static List<String> lines(List<Problem> problems) {
        var lines = new ArrayList<>(problems.stream()
                .sorted(Comparator.comparing(Problem::place, Place.ORDER))
                .limit(LIMIT)
                .map(problem -> problem.place().says(problem.text()))
                .toList());
        if (problems.size() > LIMIT) {
            lines.add("and " + (problems.size() - LIMIT) + " more");
        }
        return List.copyOf(lines);
    }
}
