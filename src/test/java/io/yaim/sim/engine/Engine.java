package io.yaim.sim.engine;

/// What drives one schedule and records it.
public record Engine(EventQueue eventQueue, Dice dice, Trace trace, Tally tally) {}
