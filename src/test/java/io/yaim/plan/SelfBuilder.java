package io.yaim.plan;

import io.yaim.model.AddressRange;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.FailureMode;
import io.yaim.model.Incarnation;
import io.yaim.model.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A node on `eth0` of weight 1, in mode `release`, unless something else is said.
public final class SelfBuilder {

    private final NodeName name;
    private final Incarnation incarnation;
    private String apiUrl = "";
    private String peerAddress = "";
    private int weight = 1;
    private Duration quietTime = Duration.ofSeconds(1);
    private String interfaceName = "eth0";
    private Optional<Integer> netmask = Optional.empty();
    private Optional<String> label = Optional.empty();
    private List<AddressRange> allowedRanges = List.of();
    private FailureMode failureMode = FailureMode.RELEASE;
    private ExpiryGuard expiryGuard = ExpiryGuard.LIFETIME;

    private SelfBuilder(NodeName name, Incarnation incarnation) {
        this.name = name;
        this.incarnation = incarnation;
    }

    public static SelfBuilder of(NodeName name, Incarnation incarnation) {
        return new SelfBuilder(name, incarnation);
    }

    /// The same as another, but for what is said.
    public static SelfBuilder like(Self self) {
        return like(self, self.name());
    }

    /// The same under another name.
    public static SelfBuilder like(Self self, NodeName name) {
        var builder = new SelfBuilder(name, self.incarnation());
        builder.apiUrl = self.identity().apiUrl();
        builder.peerAddress = self.peerAddress();
        builder.weight = self.weight();
        builder.quietTime = self.quietTime();
        builder.interfaceName = self.interfaceName();
        builder.netmask = self.bindSettings().netmask();
        builder.label = self.bindSettings().label();
        builder.allowedRanges = self.bindSettings().allowedRanges();
        builder.failureMode = self.failurePolicy().failureMode();
        builder.expiryGuard = self.failurePolicy().expiryGuard();
        return builder;
    }

    public SelfBuilder peerAddress(String newAddress) {
        peerAddress = newAddress;
        return this;
    }

    public SelfBuilder weight(int newWeight) {
        weight = newWeight;
        return this;
    }

    public SelfBuilder quietTime(Duration newTime) {
        quietTime = newTime;
        return this;
    }

    public SelfBuilder interfaceName(String newName) {
        interfaceName = newName;
        return this;
    }

    public SelfBuilder label(Optional<String> newLabel) {
        label = newLabel;
        return this;
    }

    public SelfBuilder allowedRanges(List<AddressRange> newRanges) {
        allowedRanges = newRanges;
        return this;
    }

    public SelfBuilder failureMode(FailureMode newMode) {
        failureMode = newMode;
        return this;
    }

    public SelfBuilder expiryGuard(ExpiryGuard newGuard) {
        expiryGuard = newGuard;
        return this;
    }

    public Self build() {
        return new Self(
                new NodeIdentity(name, incarnation, apiUrl, peerAddress),
                weight,
                quietTime,
                new BindSettings(interfaceName, netmask, label, allowedRanges),
                new FailurePolicy(failureMode, expiryGuard));
    }
}
