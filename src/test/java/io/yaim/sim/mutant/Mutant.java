package io.yaim.sim.mutant;

import io.yaim.model.FailureMode;
import io.yaim.sim.Schedule;
import io.yaim.sim.Simulation;
import io.yaim.sim.fault.RefusedCalls;
import java.util.List;

/// A planted fault of the protocol: edits of the source code.
///
/// @param mode the failure mode in which nodes run; empty for any
/// @param from the first seed that is tried
/// @param within so many seeds the fault must be found
record Mutant(String name, String mode, long from, long within, List<Edit> edits) {

    private static final long SEEDS = 2000;
    private static final long SEEDS_OF_FAILSAFE = 1000;
    private static final long SEEDS_OF_GATE = 600;
    private static final long SEEDS_OF_REFUSED_CALLS = 600;
    private static final long SEEDS_OF_STRANGER = 300;
    private static final long SEEDS_OF_MULTICAST = 1500;

    Mutant {
        edits = List.copyOf(edits);
    }

    /// One change of one source file.
    ///
    /// @param file below the source folder, such as `main/java/io/yaim/model/Lease.java`
    /// @param snippet occurs there exactly once; white space does not count
    record Edit(String file, String snippet, String replacement) {}

    static Mutant of(String name, Edit... edits) {
        return new Mutant(name, "", 0, SEEDS, List.of(edits));
    }

    /// A fault that shows only where nodes hold addresses by consent. A third of the seeds has that mode.
    static Mutant ofFailsafe(String name, Edit... edits) {
        return new Mutant(name, FailureMode.FAILSAFE.toString(), 0, SEEDS_OF_FAILSAFE, List.of(edits));
    }

    /// A fault that shows only where the gate is the expiry guard.
    static Mutant ofGate(String name, Edit... edits) {
        return new Mutant(name, "", Schedule.FIRST_GATE_SEED, SEEDS_OF_GATE, List.of(edits));
    }

    /// A fault that shows only where the store refuses a node some calls.
    static Mutant ofRefusedCalls(String name, Edit... edits) {
        return new Mutant(name, "", RefusedCalls.FIRST_SEED, SEEDS_OF_REFUSED_CALLS, List.of(edits));
    }

    /// A fault that shows only where a stranger has addresses that enter the pool.
    static Mutant ofStranger(String name, Edit... edits) {
        return new Mutant(name, "", Schedule.FIRST_STRANGER_SEED, SEEDS_OF_STRANGER, List.of(edits));
    }

    /// A fault of nodes without a server, where all must know a change.
    static Mutant ofMulticast(String name, Edit... edits) {
        return new Mutant(name, Simulation.MULTICAST, 0, SEEDS_OF_MULTICAST, List.of(edits));
    }

    /// A fault of nodes without a server, where a majority decides.
    static Mutant ofMajority(String name, Edit... edits) {
        return new Mutant(name, Simulation.MAJORITY, 0, SEEDS_OF_MULTICAST, List.of(edits));
    }

    /// The same fault, tried from this seed on: shortly before the first one that is known to find it.
    Mutant from(long seed) {
        return new Mutant(name, mode, seed, within, edits);
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
