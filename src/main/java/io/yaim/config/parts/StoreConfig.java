package io.yaim.config.parts;

/// Where pool, nodes and marks live.
public sealed interface StoreConfig permits EtcdConfig, MulticastConfig {

    /// What all keys of this cluster begin with, from slash to slash: `/service/yaim/`.
    String keyPrefix();
}
