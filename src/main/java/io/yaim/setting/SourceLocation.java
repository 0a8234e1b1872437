package io.yaim.setting;

import java.util.Comparator;

/// Where a setting stands, as people spell it there.
///
/// @param source a file's name, `environment` or `flag`
/// @param line in the file, from 1; 0 where there are no lines
/// @param spelling the key as it is written there: `retry_num`, `YAIM_RETRY_NUM`
public record SourceLocation(String source, int line, String spelling) {

    public static final String ENVIRONMENT = "environment";
    public static final String FLAG = "flag";

    /// From the top of a file to its end.
    static final Comparator<SourceLocation> ORDER = Comparator.comparingInt(SourceLocation::line);

    boolean isEnvironment() {
        return source.equals(ENVIRONMENT);
    }

    /// The source of a value, for people: `/etc/yaim.yml:3`, `environment YAIM_TTL`, `command line --ttl`.
    public String origin() {
        return switch (source) {
            case ENVIRONMENT -> "environment " + spelling;
            case FLAG -> "command line " + spelling;
            default -> line > 0 ? source + ":" + line : source;
        };
    }

    /// A mistake at this place, as one line.
    String message(String text) {
        return (line > 0 ? source + ":" + line : source) + ": " + (spelling.isEmpty() ? "" : spelling + ": ") + text;
    }

    /// The location of a key in the value at this location.
    public SourceLocation below(String key) {
        return new SourceLocation(source, line, spelling + "." + key);
    }
}
