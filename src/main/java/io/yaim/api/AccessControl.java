package io.yaim.api;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Who may ask: whoever has the password, if there is one, or can open the management socket; and no page
/// of another site may ask in somebody's name.
public final class AccessControl {

    private static final Set<String> OPEN = Set.of("healthz", "readyz");
    private static final Set<String> SAME_SITE = Set.of("same-origin", "none");

    private final Optional<byte[]> credentials;
    private final boolean isWritable;
    private final Set<String> hostNames;

    /// @param password absent: nobody is asked for one
    /// @param isWritable whether requests that do not come by the management socket may write
    /// @param names under which this host may be asked to write, besides its addresses
    public AccessControl(Optional<Password> password, boolean isWritable, Set<String> names) {
        this.credentials = password.map(Password::bytes);
        this.isWritable = isWritable;
        this.hostNames = Set.copyOf(names);
    }

    /// A user and a password.
    public record Password(String user, String secret) {

        private byte[] bytes() {
            return (user + ':' + secret).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return user + ":***";
        }
    }

    /// Whether whoever asks may write.
    public boolean isWritable(ServerRequest.Caller caller) {
        return caller.isLocal() || isWritable;
    }

    /// Why the request is not answered, as an answer; absent: it is.
    Optional<ServerResponse> denial(ServerRequest serverRequest) {
        if (serverRequest.caller().isLocal()) {
            return Optional.empty();
        }
        boolean isOpen = serverRequest.path().size() == 1
                && OPEN.contains(serverRequest.path().getFirst());
        if (!isOpen && credentials.isPresent() && !isAuthenticated(serverRequest)) {
            return Optional.of(Api.error(401, "expected the user and the password of yaim.yml")
                    .withHeader("WWW-Authenticate", "Basic realm=\"yaim\", charset=\"UTF-8\""));
        }
        if (serverRequest.isWrite() && !isWritable) {
            return Optional.of(Api.error(403, "this listener only tells; the management socket takes orders"));
        }
        return serverRequest.isWrite()
                ? crossSiteReason(serverRequest).map(reason -> Api.error(403, reason))
                : Optional.empty();
    }

    /// RFC 7617. The time that it takes depends on what is given, and says nothing of how much of it is
    /// right.
    private boolean isAuthenticated(ServerRequest serverRequest) {
        String given = serverRequest.header("Authorization").orElse("");
        if (!given.regionMatches(true, 0, "Basic ", 0, 6)) {
            return false;
        }
        try {
            return MessageDigest.isEqual(
                    Base64.getDecoder().decode(given.substring(6).strip()), credentials.orElseThrow());
        } catch (IllegalArgumentException e) {
            return false; // what is not Base64 is not the password
        }
    }

    /// A browser says where the page comes from that asks (Fetch Metadata, and Origin of RFC 6454); a page
    /// of a site whose name has been pointed here gives itself away by that name in Host.
    private Optional<String> crossSiteReason(ServerRequest serverRequest) {
        Optional<String> site = serverRequest.header("Sec-Fetch-Site").map(value -> value.toLowerCase(Locale.ROOT));
        if (site.filter(value -> !SAME_SITE.contains(value)).isPresent()) {
            return Optional.of("a request from a page of another site");
        }
        String host = serverRequest.header("Host").orElse("");
        Optional<String> origin = serverRequest.header("Origin");
        if (origin.isPresent()) {
            String scheme = serverRequest.caller().isTls() ? "https://" : "http://";
            if (!origin.get().equalsIgnoreCase(scheme + host)) {
                return Optional.of("a request from a page of another site");
            }
            if (!isOurs(host)) {
                return Optional.of("expected an address, or one of " + hostNames + ", as the host");
            }
        }
        return Optional.empty();
    }

    private boolean isOurs(String host) {
        try {
            String name =
                    Optional.ofNullable(URI.create("http://" + host).getHost()).orElse("");
            String bare = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
            return hostNames.contains(bare.toLowerCase(Locale.ROOT)) || isAddress(bare);
        } catch (IllegalArgumentException e) {
            return false; // no host is not ours
        }
    }

    private static boolean isAddress(String text) {
        try {
            return InetAddress.ofLiteral(text) != null;
        } catch (IllegalArgumentException e) {
            return false; // a name, then
        }
    }
}
