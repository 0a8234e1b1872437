package io.yaim.sim;

/// What becomes of one cluster.
interface Course {

    /// Lets it happen.
    ///
    /// @throws AssertionError a promise was broken
    void run();

    Tally tally();

    Trace trace();

    /// All of one kind, each from its seed.
    interface Kind {

        /// The one of this seed.
        ///
        /// @param isTraced whether it is written down what happens
        Course of(long seed, boolean isTraced);
    }
}
