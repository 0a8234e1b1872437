package io.yaim.store.multicast.jgroups;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jgroups.Address;
import org.jgroups.Event;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.VERIFY_SUSPECT2;

/// JGroups' VERIFY_SUSPECT2, which asks a suspect before he is taken off the roll, but no longer than it
/// says (the original takes up to twice as long, and by the wall clock).
final class Doublecheck extends VERIFY_SUSPECT2 {

    Doublecheck(Duration patience) {
        setId(ClassConfigurator.getProtocolId(VERIFY_SUSPECT2.class));
        setTimeout(patience.toMillis());
    }

    @Override
    public synchronized void start() {
        running = true;
    }

    @Override
    protected synchronized void addSuspects(Collection<Address> suspects) {
        super.addSuspects(suspects);
        List<Address> asked = List.copyOf(suspects);
        var _ = timer.schedule(() -> confirm(asked), getTimeout(), TimeUnit.MILLISECONDS);
    }

    private void confirm(List<Address> asked) {
        List<Address> silent = asked.stream().filter(this::removeSuspect).toList();
        if (!silent.isEmpty()) {
            up_prot.up(new Event(Event.SUSPECT, silent));
        }
    }
}
