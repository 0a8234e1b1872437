package io.yaim.daemon;

import io.yaim.report.LogQueue;
import java.util.function.Consumer;

/// What a cleanup reports, on standard error. Like the daemon before it, it does not wait for a reader that stalls.
public final class CleanupOutput implements Consumer<String>, AutoCloseable {

    private final LogQueue logQueue = LogQueue.toStandardError(count -> line(count + " lines were dropped"));

    @Override
    public void accept(String text) {
        logQueue.add(line(text));
    }

    @Override
    public void close() {
        logQueue.close();
    }

    private static String line(String text) {
        return "yaim cleanup: " + text + "\n";
    }
}
