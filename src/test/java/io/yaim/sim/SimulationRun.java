package io.yaim.sim;

import io.yaim.sim.engine.Tally;
import io.yaim.sim.engine.Trace;

/// What becomes of one cluster.
interface SimulationRun {

    /// Lets it happen.
    ///
    /// @throws AssertionError a promise was broken
    void run();

    Tally tally();

    Trace trace();

    /// All of one kind, each from its seed.
    interface Factory {

        /// The one of this seed.
        ///
        /// @param isTraced whether it is written down what happens
        SimulationRun create(long seed, boolean isTraced);
    }
}
