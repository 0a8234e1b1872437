package io.yaim.sim;

import java.util.List;

/// A fault of the protocol, to be planted into a copy of the one source that there is.
record Mutant(String name, List<Edit> edits) {

    Mutant {
        edits = List.copyOf(edits);
    }

    /// One change of one source file.
    ///
    /// @param file below the source folder, such as `main/java/io/yaim/model/Lease.java`
    /// @param snippet what stands there exactly once
    record Edit(String file, String snippet, String replacement) {}

    static Mutant of(String name, Edit... edits) {
        return new Mutant(name, List.of(edits));
    }

    static Edit edit(String type, String snippet, String replacement) {
        return new Edit("main/java/io/yaim/" + type + ".java", snippet, replacement);
    }

    static Edit editOfTest(String type, String snippet, String replacement) {
        return new Edit("test/java/io/yaim/" + type + ".java", snippet, replacement);
    }

    @Override
    public String toString() {
        return name;
    }
}
