package io.yaim.fuzz;

import java.util.Random;
import java.util.function.Function;

/// Something that takes input from anybody, and what holds of it whatever the input.
///
/// @param name names it in messages
/// @param inputCount how many a build tries
/// @param generator makes an input, the same for the same random numbers; bytes are texts of characters 0 to
///     255
/// @param rule what holds
public record Target(String name, int inputCount, Function<Random, String> generator, Rule rule) {

    /// Throws, whatever it likes, if an input breaks it.
    @FunctionalInterface
    public interface Rule {
        void check(String input) throws Exception;
    }

    /// A line of a list of parameterized tests.
    @Override
    public String toString() {
        return name;
    }
}
