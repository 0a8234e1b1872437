package io.yaim.model;

/// How a node stands among those that keep the store themselves.
///
/// @param coordinates whether it grants leases and marks to all
/// @param seats how many processes hear each other, this one included
public record Standing(boolean coordinates, int seats) {}
