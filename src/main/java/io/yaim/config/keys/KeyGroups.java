package io.yaim.config.keys;

import io.yaim.setting.KeyGroup;
import io.yaim.store.spi.StoreKeys;
import io.yaim.store.spi.StoreProvider;
import io.yaim.store.spi.StoreProviders;
import java.util.ArrayList;
import java.util.List;

/// The groups of keys that yaim itself and its stores declare.
public final class KeyGroups {

    private static final List<KeyGroup> AFTER_STORES =
            List.of(TimeKeys.GROUP, CheckKeys.GROUP, HookKeys.GROUP, AnnounceKeys.GROUP, ApiKeys.GROUP, LogKeys.GROUP);

    private KeyGroups() {}

    /// The groups in the order of the documentation.
    public static List<KeyGroup> with(StoreProviders stores) {
        var groups = new ArrayList<>(List.of(NodeKeys.GROUP, StoreKeys.GROUP));
        stores.all().stream().map(StoreProvider::keys).forEach(groups::add);
        groups.addAll(AFTER_STORES);
        return List.copyOf(groups);
    }
}
