package io.yaim.sim;

import io.yaim.sim.engine.Tally;
import io.yaim.sim.engine.Trace;

/// The run of one cluster.
interface SimulationRun {

    /// Runs it.
    ///
    /// @throws AssertionError something did not hold
    void run();

    Tally tally();

    Trace trace();

    /// Makes runs of one kind, each from its seed.
    interface Factory {

        /// The run of this seed.
        ///
        /// @param isTraced whether a trace is recorded
        SimulationRun create(long seed, boolean isTraced);
    }
}
