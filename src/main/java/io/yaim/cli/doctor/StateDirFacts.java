package io.yaim.cli.doctor;

import io.yaim.model.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The directory with the lock and the record of the node.
///
/// @param fileSystem its type, such as `tmpfs`; empty: the directory does not exist
/// @param isWritable whether this process may write there, or create the directory
/// @param holder the process that holds the node's lock
record StateDirFacts(String directory, Optional<String> fileSystem, boolean isWritable, Optional<Long> holder) {

    static final String TOPIC = "state-dir";

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        if (!isWritable) {
            findings.add(Finding.problem(
                    TOPIC,
                    directory + " is not writable for this user",
                    "use sudo yaim doctor; in the service set RuntimeDirectory=yaim"));
        } else if (fileSystem.isEmpty()) {
            findings.add(Finding.ok(TOPIC, directory + " does not exist; the daemon creates it"));
        } else if (!fileSystem.get().equals("tmpfs")) {
            findings.add(Finding.warning(
                    TOPIC,
                    directory + " is on " + fileSystem.get() + ": a disk that hangs delays the start",
                    "use /run/yaim as state-dir, or mount a tmpfs there"));
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
