package io.yaim.config.keys;

import io.yaim.setting.KeyGroup;
import java.util.List;

/// The groups of keys that yaim itself declares.
public final class KeyGroups {

    /// In the order of the documentation.
    public static final List<KeyGroup> BUILT_IN = List.of(
            NodeKeys.GROUP,
            StoreKeys.GROUP,
            EtcdKeys.GROUP,
            MulticastKeys.GROUP,
            TimeKeys.GROUP,
            CheckKeys.GROUP,
            HookKeys.GROUP,
            AnnounceKeys.GROUP,
            ApiKeys.GROUP,
            LogKeys.GROUP);

    private KeyGroups() {}
}
