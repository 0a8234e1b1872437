package io.yaim.daemon;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Closes opened resources in reverse order. A failure is logged, and the others are closed all the same.
final class Closer implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(Closer.class.getName());

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        opened.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            close(opened.pop());
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) { // whatever it is, the other resources have to be closed too
            LOGGER.log(Level.WARNING, "close " + part.getClass().getSimpleName(), e);
        }
    }
}
