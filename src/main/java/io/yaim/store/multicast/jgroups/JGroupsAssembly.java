package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.Assembly;
import io.yaim.store.multicast.Seat;
import io.yaim.store.multicast.jgroups.Inbox.Told;
import io.yaim.store.multicast.jgroups.Reception.Letter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;

/// An [Assembly] by JGroups, behind a [Guard]. Is entered once, and may tell one thing more while it
/// closes.
///
/// To all is sent to each, since JGroups keeps no order between its multicasts and what goes to one. Every
/// message tells the roll that its sender was last told, so that it arrives under a roll that both are on.
public final class JGroupsAssembly implements Assembly {

    /// Of one message.
    public static final int LONGEST = 16 << 20;

    /// For the listener to hear the first roll; JGroups itself ends joining in time.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int PREAMBLE = 3 * Long.BYTES;

    private final JGroupsSettings settings;
    private final SecureRandom random;
    private final Supplier<Duration> sinceBoot;

    private volatile Optional<Membership> membership = Optional.empty();

    /// @param random for the name of the session, and for challenges
    public JGroupsAssembly(JGroupsSettings settings, SecureRandom random, Supplier<Duration> sinceBoot) {
        this.settings = settings;
        this.random = random;
        this.sinceBoot = sinceBoot;
    }

    /// What there is between entering and leaving.
    private record Membership(JChannel channel, Inbox inbox) {}

    @Override
    public Seat enter(Listener listener) throws IOException {
        if (membership.isPresent()) {
            throw new IllegalStateException("entered already");
        }
        var inbox = new Inbox(listener);
        JChannel channel = channel(inbox);
        channel.setReceiver(new Ear(inbox));
        membership = Optional.of(new Membership(channel, inbox));
        inbox.start();
        connect(channel, inbox);
        return Seats.of(channel.getAddress());
    }

    @Override
    public Seat own() {
        return Seats.of(membership.orElseThrow().channel().getAddress());
    }

    @Override
    public void send(Seat to, byte[] message) {
        membership.ifPresent(
                entered -> entered.inbox().told().ifPresent(told -> send(entered, told, to, checked(message))));
    }

    @Override
    public void broadcast(byte[] message) {
        membership.ifPresent(entered -> entered.inbox()
                .told()
                .ifPresent(told -> told.roll().seats().stream()
                        .filter(seat -> !isOwn(entered, seat))
                        .forEach(seat -> send(entered, told, seat, checked(message)))));
    }

    @Override
    public void suspect(Seat seat) {
        membership.filter(entered -> !isOwn(entered, seat)).ifPresent(entered -> {
            Doublecheck doublecheck = entered.channel().getProtocolStack().findProtocol(Doublecheck.class);
            doublecheck.ask(Seats.address(seat));
        });
    }

    @Override
    public void close() {
        membership.ifPresent(entered -> {
            entered.inbox().close();
            entered.channel().close();
        });
    }

    private JChannel channel(Inbox inbox) throws IOException {
        var seal = new Seal(settings.secret(), settings.cluster(), random);
        var guard = new Guard(
                seal,
                new Acquaintances(seal, random, sinceBoot),
                new Strangers(settings.stale(), sinceBoot, inbox::stranger));
        try {
            // a name of its own: by default JGroups looks the host's up
            return new JChannel(ProtocolStack.of(settings, guard))
                    .name(Long.toHexString(seal.session().high()));
        } catch (Exception e) {
            throw new IOException("set up " + settings + ": " + reason(e), e);
        }
    }

    private void connect(JChannel channel, Inbox inbox) throws IOException {
        try {
            channel.connect(settings.cluster());
            if (!inbox.awaitRoll(PATIENCE)) {
                throw new IOException("not told who is there within " + PATIENCE);
            }
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IOException("join " + settings + ": interrupted", e);
        } catch (Exception e) {
            close();
            throw new IOException("join " + settings + ": " + reason(e), e);
        }
    }

    private static void send(Membership entered, Told told, Seat to, byte[] message) {
        if (isOwn(entered, to)) {
            entered.inbox().take(new Letter(to, told.id(), message.clone()));
        } else if (entered.channel().isConnected()) {
            var content = ByteBuffer.allocate(PREAMBLE + message.length);
            Seats.write(told.id(), content);
            content.put(message);
            entered.channel().down(new BytesMessage(Seats.address(to), content.array()));
        }
    }

    private static boolean isOwn(Membership entered, Seat seat) {
        return Seats.address(seat).equals(entered.channel().getAddress());
    }

    private static byte[] checked(byte[] message) {
        if (message.length > LONGEST) {
            throw new IllegalArgumentException(
                    "message: expected at most " + LONGEST + " bytes, found " + message.length);
        }
        return message;
    }

    /// What the innermost exception says: JGroups wraps them.
    private static String reason(Throwable exception) {
        Throwable cause = exception;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /// What JGroups calls, on threads of its own.
    private record Ear(Inbox inbox) implements Receiver {

        @Override
        public void viewAccepted(View view) {
            inbox.turn(new Told(Seats.roll(view), Seats.id(view)));
        }

        @Override
        public void receive(Message message) {
            byte[] bytes = message.getArray();
            int start = message.getOffset();
            if (message.getLength() < PREAMBLE) {
                throw new IllegalStateException("a member's message without its roll, from " + message.getSrc());
            }
            RollId under = Seats.read(ByteBuffer.wrap(bytes, start, PREAMBLE));
            byte[] content = Arrays.copyOfRange(bytes, start + PREAMBLE, start + message.getLength());
            inbox.take(new Letter(Seats.of(message.getSrc()), under, content));
        }
    }
}
