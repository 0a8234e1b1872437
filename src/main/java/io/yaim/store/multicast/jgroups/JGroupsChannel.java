package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.group.GroupChannel;
import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.jgroups.Inbox.IdentifiedView;
import io.yaim.store.multicast.jgroups.ViewOrderedDelivery.IncomingMessage;
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
import org.jgroups.util.Util;

/// A [GroupChannel] by JGroups, behind a [PacketFilter]. It can be joined once. While it closes, it may call its
/// listener once more.
///
/// A message to all is sent to each member, since JGroups does not order its multicasts and unicasts. Each message
/// names the last membership view of its sender, so that it is delivered under a view that contains both.
public final class JGroupsChannel implements GroupChannel {

    /// The maximum size of a message.
    public static final int LONGEST = 16 << 20;

    /// How long the listener may take to process the first membership view; JGroups itself limits the time to join.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int VIEW_ID_BYTES = 3 * Long.BYTES;

    private final JGroupsSettings settings;
    private final SecureRandom random;
    private final Supplier<Duration> sinceBoot;

    private volatile Optional<OpenChannel> openChannel = Optional.empty();

    /// @param random for the name of the session, and for challenges
    public JGroupsChannel(JGroupsSettings settings, SecureRandom random, Supplier<Duration> sinceBoot) {
        this.settings = settings;
        this.random = random;
        this.sinceBoot = sinceBoot;
    }

    /// What exists between joining and leaving.
    private record OpenChannel(JChannel channel, Inbox inbox) {}

    @Override
    public MemberId join(Listener listener) throws IOException {
        if (openChannel.isPresent()) {
            throw new IllegalStateException("entered already");
        }
        var inbox = new Inbox(listener);
        JChannel channel = channel(inbox);
        channel.setReceiver(new InboxReceiver(inbox));
        openChannel = Optional.of(new OpenChannel(channel, inbox));
        inbox.start();
        connect(channel, inbox);
        return JGroupsConversions.memberId(channel.getAddress());
    }

    @Override
    public MemberId self() {
        return JGroupsConversions.memberId(openChannel.orElseThrow().channel().getAddress());
    }

    @Override
    public void send(MemberId to, byte[] message) {
        openChannel.ifPresent(entered -> entered.inbox()
                .lastView()
                .ifPresent(identifiedView -> send(entered, identifiedView, to, checked(message))));
    }

    @Override
    public void broadcast(byte[] message) {
        openChannel.ifPresent(entered -> entered.inbox()
                .lastView()
                .ifPresent(identifiedView -> identifiedView.view().members().stream()
                        .filter(memberId -> !isOwn(entered, memberId))
                        .forEach(memberId -> send(entered, identifiedView, memberId, checked(message)))));
    }

    @Override
    public void suspect(MemberId memberId) {
        openChannel.filter(entered -> !isOwn(entered, memberId)).ifPresent(entered -> {
            VerifySuspect verifySuspect = entered.channel().getProtocolStack().findProtocol(VerifySuspect.class);
            verifySuspect.verify(JGroupsConversions.address(memberId));
        });
    }

    @Override
    public void close() {
        openChannel.ifPresent(entered -> {
            entered.inbox().close();
            entered.channel().close();
        });
    }

    private JChannel channel(Inbox inbox) throws IOException {
        var packetCipher = new PacketCipher(settings.secret(), settings.cluster(), random);
        var packetFilter = new PacketFilter(
                packetCipher,
                new VerifiedSessions(packetCipher, random, sinceBoot),
                new ForeignPackets(settings.failureTimeout(), sinceBoot, inbox::foreignSender));
        Util.resetCachedAddresses(true, true); // JGroups knows those of its first channel, which may be others now
        try {
            // a name of its own: by default JGroups looks the host's up
            return new JChannel(JGroupsStack.of(settings, packetFilter))
                    .name(Long.toHexString(packetCipher.session().high()));
        } catch (Exception e) {
            throw new IOException("set up " + settings + ": " + reason(e), e);
        }
    }

    private void connect(JChannel channel, Inbox inbox) throws IOException {
        try {
            channel.connect(settings.cluster());
            if (!inbox.awaitFirstView(PATIENCE)) {
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

    private static void send(OpenChannel entered, IdentifiedView identifiedView, MemberId to, byte[] message) {
        if (isOwn(entered, to)) {
            entered.inbox().accept(new IncomingMessage(to, identifiedView.id(), message.clone()));
        } else if (entered.channel().isConnected()) {
            var content = ByteBuffer.allocate(VIEW_ID_BYTES + message.length);
            JGroupsConversions.write(identifiedView.id(), content);
            content.put(message);
            entered.channel().down(new BytesMessage(JGroupsConversions.address(to), content.array()));
        }
    }

    private static boolean isOwn(OpenChannel entered, MemberId memberId) {
        return JGroupsConversions.address(memberId).equals(entered.channel().getAddress());
    }

    private static byte[] checked(byte[] message) {
        if (message.length > LONGEST) {
            throw new IllegalArgumentException(
                    "message: expected at most " + LONGEST + " bytes, found " + message.length);
        }
        return message;
    }

    /// The message of the innermost exception: JGroups wraps them.
    private static String reason(Throwable exception) {
        Throwable cause = exception;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /// What JGroups calls, on threads of its own.
    private record InboxReceiver(Inbox inbox) implements Receiver {

        @Override
        public void viewAccepted(View view) {
            inbox.viewChanged(
                    new IdentifiedView(JGroupsConversions.membershipView(view), JGroupsConversions.viewId(view)));
        }

        @Override
        public void receive(Message message) {
            byte[] bytes = message.getArray();
            int start = message.getOffset();
            if (message.getLength() < VIEW_ID_BYTES) {
                throw new IllegalStateException("a member's message without its roll, from " + message.getSrc());
            }
            MembershipViewId under = JGroupsConversions.read(ByteBuffer.wrap(bytes, start, VIEW_ID_BYTES));
            byte[] content = Arrays.copyOfRange(bytes, start + VIEW_ID_BYTES, start + message.getLength());
            inbox.accept(new IncomingMessage(JGroupsConversions.memberId(message.getSrc()), under, content));
        }
    }
}
