package io.yaim.daemon;

import io.yaim.linux.Libc;
import io.yaim.linux.LinuxException;
import io.yaim.process.ProcessStat;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Waits for the orphans of process 1. In a container without an init, yaim is process 1, and the kernel makes it the
/// parent of what a check leaves behind (pid_namespaces(7)). Without this each of them would stay a zombie.
///
/// The JDK waits for the processes that it started itself, at once. So only what was a zombie already one period ago
/// is an orphan.
final class OrphanReaper implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(OrphanReaper.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final Thread thread =
            Thread.ofPlatform().daemon().name("orphan-reaper").unstarted(this::run);
    private final long parent;
    private Set<ProcessStat> zombies = Set.of();

    private OrphanReaper(long parent) {
        this.parent = parent;
    }

    /// Starts it if this is process 1.
    static Optional<OrphanReaper> startIfNeeded() {
        long me = ProcessHandle.current().pid();
        if (me != 1) {
            return Optional.empty();
        }
        var reaper = new OrphanReaper(me);
        reaper.thread.start();
        return Optional.of(reaper);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                reap();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LinuxException e) {
            LOG.log(System.Logger.Level.WARNING, "orphans are no longer waited for: {0}", e.getMessage());
        }
    }

    private void reap() throws LinuxException {
        Set<ProcessStat> now = new HashSet<>();
        ProcessHandle.current()
                .children()
                .flatMap(child -> ProcessStat.of(child.pid()).stream())
                .filter(child -> child.parent() == parent && child.isZombie())
                .forEach(now::add);
        for (ProcessStat zombie : now) {
            if (zombies.contains(zombie)) {
                Libc.reap((int) zombie.pid());
            }
        }
        zombies = now;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
