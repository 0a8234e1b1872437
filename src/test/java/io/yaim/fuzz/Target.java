package io.yaim.fuzz;

import java.util.Random;
import java.util.function.Function;

/// A parser of outside input, and the rule that must hold for any input.
///
/// @param name names it in messages
/// @param inputCount how many inputs a build tries
/// @param generator makes an input, the same for the same random numbers; bytes are texts of characters 0 to 255
/// @param rule what must hold
public record Target(String name, int inputCount, Function<Random, String> generator, Rule rule) {

    /// Throws anything if an input breaks it.
    @FunctionalInterface
    public interface Rule {
        void check(String input) throws Exception;
    }

    /// A line in the list of parameterized tests.
    @Override
    public String toString() {
        return name;
    }
}
