package io.yaim.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/// The exit statuses of the program; the numbers are those of sysexits.h.
public enum ExitStatus {
    OK(0, "Success, or the answer is yes: healthy, no problem, done."),
    FAILED(1, "Failure, or the answer is no: not healthy, a problem was found."),
    /// EX_USAGE.
    USAGE(64, "The command line is wrong."),
    /// EX_UNAVAILABLE.
    UNAVAILABLE(69, "Something that is needed is missing: an interface, a privilege, the store, the daemon."),
    /// EX_NOPERM.
    NO_PERMISSION(77, "This user may not use a file or a socket."),
    /// EX_CONFIG.
    CONFIG(78, "The configuration is wrong, or there is no Java 25.");

    public final int code;
    final String meaning;

    ExitStatus(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /// Returns the meanings by number, for help and manual pages.
    static Map<String, String> meanings() {
        var meanings = new LinkedHashMap<String, String>();
        for (ExitStatus status : values()) {
            meanings.put(String.valueOf(status.code), status.meaning);
        }
        return meanings;
    }
}
