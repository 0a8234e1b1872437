package io.yaim.model;

/// One node under one incarnation and one lease. Consents and refusals to it end with it.
public record Tenancy(NodeName name, Incarnation incarnation, LeaseId lease) {}
