package io.yaim.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A process and everything that came of it, also what its parent left behind: the descendants, what is in
/// its session, and what carries its mark in the environment. Only what sheds all three gets away.
final class ProcessTree {

    /// Between looking and killing a process can fork; a killed one forks no more, so a few looks are
    /// enough.
    private static final int LOOKS_AT_MOST = 20;

    private final ProcessHandle leader;
    private final byte[] tag;

    /// @param leader a process that leads a session of its own
    /// @param mark an assignment `NAME=value` in the environment that no other process has
    ProcessTree(ProcessHandle leader, String mark) {
        this.leader = leader;
        this.tag = mark.getBytes(StandardCharsets.UTF_8);
    }

    /// Kills all of them. Returns whether none is left.
    boolean kill() {
        for (int look = 0; look < LOOKS_AT_MOST; look++) {
            Set<ProcessHandle> living = living();
            if (living.isEmpty()) {
                return true;
            }
            living.forEach(ProcessHandle::destroyForcibly);
        }
        return false;
    }

    private Set<ProcessHandle> living() {
        Set<ProcessHandle> living = new LinkedHashSet<>();
        if (leader.isAlive()) {
            living.add(leader);
        }
        leader.descendants().forEach(living::add);
        ProcessHandle.allProcesses()
                .filter(process -> isInSession(process) || hasTag(process))
                .forEach(living::add);
        return living;
    }

    private boolean isInSession(ProcessHandle process) {
        // proc_pid_stat(5): "pid (comm) state ppid pgrp session …"; comm may hold spaces and parentheses itself.
        String stat = new String(read(process, "stat"), StandardCharsets.ISO_8859_1);
        List<String> fields =
                Arrays.asList(stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1));
        return fields.size() > 3
                && fields.get(3).equals(Long.toString(leader.pid()))
                && !fields.getFirst().equals("Z");
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

    private static byte[] read(ProcessHandle process, String what) {
        try {
            return Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), what));
        } catch (IOException e) {
            // It has ended meanwhile, or belongs to someone else: not one of ours.
            return new byte[0];
        }
    }
}
