package io.yaim.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/// A process and all processes that it started, even if their parent has ended: its descendants, the processes
/// in its session, and those with its tag in the environment. Only a process that leaves all three is missed.
final class ProcessTree {

    /// A process can fork between the search and the kill. A killed process forks no more, so a few searches
    /// are enough.
    private static final int MAX_SEARCHES = 20;

    private final ProcessHandle leader;
    private final byte[] tag;

    /// @param leader a process that leads its own session
    /// @param tag an assignment `NAME=value` in the environment that no other process has
    ProcessTree(ProcessHandle leader, String tag) {
        this.leader = leader;
        this.tag = tag.getBytes(StandardCharsets.UTF_8);
    }

    /// Kills all of them. Returns whether none is alive.
    boolean kill() {
        for (int search = 0; search < MAX_SEARCHES; search++) {
            Set<ProcessHandle> alive = alive();
            if (alive.isEmpty()) {
                return true;
            }
            alive.forEach(ProcessHandle::destroyForcibly);
        }
        return false;
    }

    private Set<ProcessHandle> alive() {
        Set<ProcessHandle> alive = new LinkedHashSet<>();
        if (leader.isAlive()) {
            alive.add(leader);
        }
        leader.descendants().forEach(alive::add);
        ProcessHandle.allProcesses()
                .filter(process -> isInSession(process) || hasTag(process))
                .forEach(alive::add);
        return alive;
    }

    private boolean isInSession(ProcessHandle process) {
        return ProcessStat.of(process.pid())
                .filter(stat -> stat.session() == leader.pid() && !stat.isZombie())
                .isPresent();
    }

    private boolean hasTag(ProcessHandle process) {
        byte[] environment = read(process, "environ");
        return Stream.iterate(0, i -> i < environment.length, i -> endOf(environment, i) + 1)
                .anyMatch(i -> Arrays.equals(environment, i, endOf(environment, i), tag, 0, tag.length));
    }

    private static int endOf(byte[] environment, int start) {
        int end = start;
        while (end < environment.length && environment[end] != 0) {
            end++;
        }
        return end;
    }

    private static byte[] read(ProcessHandle process, String file) {
        try {
            return Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), file));
        } catch (IOException e) {
            // The process has ended, or belongs to another user. So it is not in this tree.
            return new byte[0];
        }
    }
}
