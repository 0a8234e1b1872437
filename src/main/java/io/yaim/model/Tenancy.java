package io.yaim.model;

/// One life of a node under one lease. What is promised or refused to it ends with it.
public record Tenancy(NodeName name, Incarnation incarnation, LeaseId lease) {}
