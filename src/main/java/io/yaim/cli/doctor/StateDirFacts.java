package io.yaim.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where lock and record of the node lie.
///
/// @param fileSystem its type, such as `tmpfs`; empty: the directory is not there
/// @param isWritable whether this process may write there, or make the directory
/// @param holder the process that holds the node's lock
record StateDirFacts(String directory, Optional<String> fileSystem, boolean isWritable, Optional<Long> holder) {

    static final String TOPIC = "state-dir";

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        if (!isWritable) {
            findings.add(Finding.problem(
                    TOPIC,
                    directory + " cannot be written by this user",
                    "sudo yaim doctor; and in the service: RuntimeDirectory=yaim"));
        } else if (fileSystem.isEmpty()) {
            findings.add(Finding.ok(TOPIC, directory + " is not there; a daemon makes it"));
        } else if (!fileSystem.get().equals("tmpfs")) {
            findings.add(Finding.warning(
                    TOPIC,
                    directory + " lies on " + fileSystem.get() + ": a disk that hangs holds the start up",
                    "leave state-dir at /run/yaim, or mount a tmpfs there"));
        } else {
            findings.add(Finding.ok(TOPIC, directory + " is writable and on tmpfs"));
        }
        findings.add(Finding.ok(
                "daemon",
                holder.map(process -> "a daemon of this node runs, process " + process)
                        .orElse("no daemon of this node runs")));
        return findings;
    }
}
