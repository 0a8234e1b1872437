package io.yaim.plan;

import io.yaim.model.Binding;
import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.Incarnation;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import java.time.Duration;

/// What this node is, and the settings by which it plans.
///
/// @param quietTime how long membership has to be quiet before entries move for balance; fixed for its whole life
public record Self(
        NodeIdentity identity, int weight, Duration quietTime, BindSettings bindSettings, FailurePolicy failurePolicy) {

    public NodeName name() {
        return identity.name();
    }

    public Incarnation incarnation() {
        return identity.incarnation();
    }

    public String peerAddress() {
        return identity.peerAddress();
    }

    public String interfaceName() {
        return bindSettings.interfaceName();
    }

    /// How this node binds the entry.
    public Binding binding(Entry entry) {
        return bindSettings.binding(entry);
    }

    /// What becomes of the entry here when the store is away.
    public FailureMode failureMode(Entry entry) {
        return failurePolicy.failureMode(entry);
    }

    /// Whether this becomes of any entry of the pool.
    public boolean hasFailureMode(FailureMode mode, View view) {
        return view.pool().values().stream().anyMatch(entry -> failureMode(entry) == mode);
    }
}
