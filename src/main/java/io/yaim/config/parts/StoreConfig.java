package io.yaim.config.parts;

/// The store of the pool, the nodes and the marks.
public sealed interface StoreConfig permits EtcdConfig, MulticastConfig {

    /// The beginning of all keys of this cluster, from slash to slash: `/service/yaim/`.
    String keyPrefix();
}
