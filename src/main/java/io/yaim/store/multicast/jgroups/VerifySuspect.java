package io.yaim.store.multicast.jgroups;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jgroups.Address;
import org.jgroups.Event;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.stack.IpAddress;

/// The VERIFY_SUSPECT2 of JGroups, which asks a suspect before it is removed from the membership view. Unlike the
/// original, which takes up to twice as long and uses the wall clock, it keeps to its timeout. It does not wait at
/// all if the host of the suspect reports that the port is closed (ICMP, seen as [PortUnreachableException]).
final class VerifySuspect extends VERIFY_SUSPECT2 {

    private final InetAddress local;

    /// @param patience how long a suspect has to answer
    VerifySuspect(Duration patience, InetAddress local) {
        this.local = local;
        setId(ClassConfigurator.getProtocolId(VERIFY_SUSPECT2.class));
        setTimeout(patience.toMillis());
    }

    /// Sends the question to a suspect.
    void verify(Address suspect) {
        verifySuspect(List.of(suspect));
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
        for (Address suspect : asked) {
            if (down_prot.down(new Event(Event.GET_PHYSICAL_ADDRESS, suspect)) instanceof IpAddress at) {
                timer.execute(() -> checkPort(suspect, at));
            }
        }
    }

    private void checkPort(Address suspect, IpAddress at) {
        if (isPortClosed(at)) {
            confirm(List.of(suspect));
        }
    }

    private boolean isPortClosed(IpAddress at) {
        try (var socket = new DatagramSocket(new InetSocketAddress(local, 0))) {
            socket.connect(at.getIpAddress(), at.getPort());
            socket.setSoTimeout((int) getTimeout());
            socket.send(new DatagramPacket(new byte[1], 1));
            socket.receive(new DatagramPacket(new byte[1], 1));
            return false;
        } catch (PortUnreachableException e) {
            return true;
        } catch (IOException e) {
            log.debug("no word from the port of %s: %s", at, e);
            return false;
        }
    }

    private void confirm(List<Address> asked) {
        List<Address> silent = asked.stream().filter(this::removeSuspect).toList();
        if (!silent.isEmpty()) {
            up_prot.up(new Event(Event.SUSPECT, silent));
        }
    }
}
