package io.yaim.plan;

import io.yaim.model.Binding;
import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.Incarnation;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import java.time.Duration;

/// The identity of this node, and the settings for its plans.
///
/// @param quietTime how long membership must be stable before entries move for balance; also how often lifetimes
///     without a proof are given again; fixed for an incarnation
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

    /// The failure mode of the entry on this node.
    public FailureMode failureMode(Entry entry) {
        return failurePolicy.failureMode(entry);
    }

    /// Whether an entry of the pool has this failure mode on this node.
    public boolean hasFailureMode(FailureMode mode, View view) {
        return view.pool().values().stream().anyMatch(entry -> failureMode(entry) == mode);
    }
}
