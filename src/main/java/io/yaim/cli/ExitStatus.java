package io.yaim.cli;

/// What the program's exit status means; the numbers are those of sysexits.h.
enum ExitStatus {
    /// All went well.
    OK(0),
    /// It failed while it ran.
    FAILED(1),
    /// The command line is wrong (EX_USAGE).
    USAGE(64),
    /// The host lacks what is needed: an interface, a privilege (EX_UNAVAILABLE).
    UNAVAILABLE(69),
    /// The configuration is wrong (EX_CONFIG).
    CONFIG(78);

    final int code;

    ExitStatus(int code) {
        this.code = code;
    }
}
