package io.yaim.store.multicast.group;

/// One process in a [GroupChannel], from when it joins to when it leaves. A process that joins again has another one.
///
/// @param id random, the same for all members; 1 to 64 printable characters
public record MemberId(String id) implements Comparable<MemberId> {

    private static final int LONGEST = 64;

    public MemberId {
        if (id.isEmpty() || id.length() > LONGEST) {
            throw new IllegalArgumentException("expected 1 to " + LONGEST + " characters, found " + id.length());
        }
    }

    @Override
    public int compareTo(MemberId other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
