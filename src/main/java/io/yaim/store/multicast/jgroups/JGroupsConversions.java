package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import java.nio.ByteBuffer;
import org.jgroups.Address;
import org.jgroups.MergeView;
import org.jgroups.View;
import org.jgroups.util.UUID;

/// Converts between JGroups and the port: an address is a random UUID, a view is a membership view.
final class JGroupsConversions {

    private JGroupsConversions() {}

    static MemberId memberId(Address address) {
        if (address instanceof UUID uuid) {
            return memberIdOf(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
        }
        throw new IllegalArgumentException("expected a UUID, found " + address);
    }

    static Address address(MemberId memberId) {
        var uuid = uuid(memberId);
        return new UUID(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    static MembershipView membershipView(View view) {
        return new MembershipView(
                view.getViewId().getId(),
                view instanceof MergeView,
                view.getMembers().stream().map(JGroupsConversions::memberId).toList());
    }

    static MembershipViewId viewId(View view) {
        return new MembershipViewId(
                view.getViewId().getId(), memberId(view.getViewId().getCreator()));
    }

    static void write(MembershipViewId id, ByteBuffer buffer) {
        var uuid = uuid(id.creator());
        buffer.putLong(id.number()).putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }

    static MembershipViewId read(ByteBuffer buffer) {
        return new MembershipViewId(buffer.getLong(), memberIdOf(buffer.getLong(), buffer.getLong()));
    }

    private static MemberId memberIdOf(long high, long low) {
        return new MemberId(new java.util.UUID(high, low).toString());
    }

    private static java.util.UUID uuid(MemberId memberId) {
        return java.util.UUID.fromString(memberId.id());
    }
}
