package io.yaim.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the kernel says of a process in `/proc/PID/stat` (proc_pid_stat(5)).
///
/// @param state one letter; `Z` for a process that has ended and was not waited for
/// @param startTime in clock ticks since boot. It tells a process from a later one with its id
public record ProcessStat(long pid, String state, long parent, long session, long startTime) {

    private static final int FIELDS = 20; // "state ppid pgrp session …", the 20th is starttime

    /// Empty if there is no such process any more.
    public static Optional<ProcessStat> of(long pid) {
        String text;
        try {
            text = new String(Files.readAllBytes(Path.of("/proc/" + pid + "/stat")), StandardCharsets.ISO_8859_1);
        } catch (IOException _) { // it has ended
            return Optional.empty();
        }
        // "pid (comm) state …"; comm may contain spaces and parentheses
        List<String> fields =
                List.of(text.substring(text.lastIndexOf(')') + 1).strip().split(" ", -1));
        return fields.size() < FIELDS
                ? Optional.empty()
                : Optional.of(new ProcessStat(
                        pid,
                        fields.getFirst(),
                        Long.parseLong(fields.get(1)),
                        Long.parseLong(fields.get(3)),
                        Long.parseLong(fields.get(FIELDS - 1))));
    }

    public boolean isZombie() {
        return state.equals("Z");
    }
}
