package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.Roll;
import io.yaim.store.multicast.Seat;
import java.nio.ByteBuffer;
import org.jgroups.Address;
import org.jgroups.MergeView;
import org.jgroups.View;
import org.jgroups.util.UUID;

/// Between JGroups' words and ours: an address is a random UUID, a view is a roll.
final class Seats {

    private Seats() {}

    static Seat of(Address address) {
        if (address instanceof UUID uuid) {
            return seat(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
        }
        throw new IllegalArgumentException("expected a UUID, found " + address);
    }

    static Address address(Seat seat) {
        var uuid = uuid(seat);
        return new UUID(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    static Roll roll(View view) {
        return new Roll(
                view.getViewId().getId(),
                view instanceof MergeView,
                view.getMembers().stream().map(Seats::of).toList());
    }

    static RollId id(View view) {
        return new RollId(view.getViewId().getId(), of(view.getViewId().getCreator()));
    }

    static void write(RollId id, ByteBuffer buffer) {
        var uuid = uuid(id.author());
        buffer.putLong(id.number()).putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }

    static RollId read(ByteBuffer buffer) {
        return new RollId(buffer.getLong(), seat(buffer.getLong(), buffer.getLong()));
    }

    private static Seat seat(long high, long low) {
        return new Seat(new java.util.UUID(high, low).toString());
    }

    private static java.util.UUID uuid(Seat seat) {
        return java.util.UUID.fromString(seat.id());
    }
}
