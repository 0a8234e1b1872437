package io.yaim;

import io.yaim.cli.Cli;

/// The program's entry.
public final class Yaim {

    private Yaim() {}

    public static void main(String[] args) {
        System.exit(Cli.run(args));
    }
}
