package io.yaim.cli;

import io.yaim.api.Sight;
import io.yaim.model.View;
import io.yaim.status.Picture;
import io.yaim.store.Desk;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Predicate;

/// The picture where no node runs: what the store says, read anew each time, so that there is nothing to
/// wait for.
record StoreSight(Desk desk, InstantSource wall) implements Sight {

    @Override
    public Picture look() throws IOException {
        return Picture.of(desk.view(), wall.instant());
    }

    @Override
    public void await(Predicate<View> shown) {}
}
