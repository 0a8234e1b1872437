package io.yaim.plan;

import java.nio.charset.StandardCharsets;

/// Rendezvous hashing ("highest random weight", Thaler and Ravishankar 1998). Each pair of a node and a unit has a
/// rank, which is the same on every node and in every JVM. The highest rank wins. So each node computes the same
/// winner, and only the units of a lost node get another one.
final class Rendezvous {

    /// FNV-1a, 64 bits (Fowler, Noll, Vo): offset basis and prime.
    private static final long FNV_BASIS = 0xcbf29ce484222325L;

    private static final long FNV_PRIME = 0x100000001b3L;

    private Rendezvous() {}

    /// A number for a name. Names that differ in one digit have similar numbers. Only [#rank] and [#mix] scatter
    /// them.
    static long hash(String name) {
        long hash = FNV_BASIS;
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
        }
        return hash;
    }

    /// The rank of a pair, from the hashes of both names.
    static long rank(long nodeHash, long unitHash) {
        return mix(unitHash ^ mix(nodeHash));
    }

    /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014; constants: Stafford's variant 13). Each input bit
    /// changes about half of the output bits.
    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
