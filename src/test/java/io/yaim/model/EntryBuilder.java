package io.yaim.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// An entry without options, but for what is said.
public final class EntryBuilder {

    private final VirtualIp ip;
    private final String key;
    private Optional<Integer> prefix = Optional.empty();
    private Optional<String> interfaceName = Optional.empty();
    private Optional<String> label = Optional.empty();
    private Optional<String> group = Optional.empty();
    private List<NodeName> prefer = List.of();
    private Optional<FailureMode> failureMode = Optional.empty();
    private List<EntryCheck> checks = List.of();
    private Optional<Duration> checkInterval = Optional.empty();

    private EntryBuilder(VirtualIp ip, String key) {
        this.ip = ip;
        this.key = key;
    }

    public static EntryBuilder of(VirtualIp ip, String key) {
        return new EntryBuilder(ip, key);
    }

    /// The same as another, but for what is said.
    public static EntryBuilder like(Entry entry) {
        var builder = new EntryBuilder(entry.ip(), entry.key());
        builder.prefix = entry.prefix();
        builder.interfaceName = entry.interfaceName();
        builder.label = entry.label();
        builder.group = entry.group();
        builder.prefer = entry.prefer();
        builder.failureMode = entry.failureMode();
        builder.checks = entry.checks();
        builder.checkInterval = entry.checkInterval();
        return builder;
    }

    public EntryBuilder prefix(Optional<Integer> newPrefix) {
        prefix = newPrefix;
        return this;
    }

    public EntryBuilder interfaceName(Optional<String> newName) {
        interfaceName = newName;
        return this;
    }

    public EntryBuilder label(Optional<String> newLabel) {
        label = newLabel;
        return this;
    }

    public EntryBuilder group(Optional<String> newGroup) {
        group = newGroup;
        return this;
    }

    public EntryBuilder prefer(List<NodeName> newPrefer) {
        prefer = newPrefer;
        return this;
    }

    public EntryBuilder failureMode(Optional<FailureMode> newMode) {
        failureMode = newMode;
        return this;
    }

    public EntryBuilder checks(List<EntryCheck> newChecks) {
        checks = newChecks;
        return this;
    }

    public EntryBuilder checkInterval(Optional<Duration> newInterval) {
        checkInterval = newInterval;
        return this;
    }

    public Entry build() {
        return new Entry(ip, key, prefix, interfaceName, label, group, prefer, failureMode, checks, checkInterval);
    }
}
