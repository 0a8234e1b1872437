package io.yaim.check;

/// A check with its settings.
public record ConfiguredCheck(CheckSettings settings, Check check) {}
