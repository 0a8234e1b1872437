package io.yaim.check;

/// A check, ready to run, and how it is configured.
public record ConfiguredCheck(CheckSettings settings, Check check) {}
