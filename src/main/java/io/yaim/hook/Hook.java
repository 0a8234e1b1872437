package io.yaim.hook;

/// A hook as it is configured, and whom it tells.
public record Hook(HookSettings settings, HookRecipient hookRecipient) {}
