package io.yaim.hook;

/// A configured hook, and its recipient.
public record Hook(HookSettings settings, HookRecipient hookRecipient) {}
