package io.yaim.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/// What the program's exit status means; the numbers are those of sysexits.h.
public enum ExitStatus {
    OK(0, "All went well, and the answer is yes: healthy, no problem, done."),
    FAILED(1, "It failed while it ran, or the answer is no: not healthy, a problem was found."),
    /// EX_USAGE.
    USAGE(64, "The command line is wrong."),
    /// EX_UNAVAILABLE.
    UNAVAILABLE(69, "Something that is needed is not there: an interface, a privilege, the store, the daemon."),
    /// EX_NOPERM.
    NO_PERMISSION(77, "A file or a socket may not be used by this user."),
    /// EX_CONFIG.
    CONFIG(78, "The configuration is wrong, or there is no Java 25.");

    public final int code;
    final String meaning;

    ExitStatus(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /// By their numbers, as text: what help and manual pages say.
    static Map<String, String> meanings() {
        var meanings = new LinkedHashMap<String, String>();
        for (ExitStatus status : values()) {
            meanings.put(String.valueOf(status.code), status.meaning);
        }
        return meanings;
    }
}
