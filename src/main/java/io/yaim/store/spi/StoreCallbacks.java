package io.yaim.store.spi;

import io.yaim.store.StoreListener;
import java.util.function.Consumer;

/// What an open store calls, on any thread.
///
/// @param bell rings whenever the view may have changed
/// @param listener learns of each request
/// @param warnings receives what operators should know
public record StoreCallbacks(Runnable bell, StoreListener listener, Consumer<String> warnings) {

    public static final StoreCallbacks NONE = new StoreCallbacks(() -> {}, StoreListener.NONE, _ -> {});
}
