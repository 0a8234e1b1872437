package io.yaim.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `yaim drop`.
@Command(name = "drop")
final class DropCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        return 0;
    }
}
