package io.yaim.check.tcp;

import io.yaim.check.Check;
import io.yaim.check.CheckProvider;
import io.yaim.check.CheckSettings;
import io.yaim.check.InvalidOptionException;
import io.yaim.check.Option;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The type `tcp`: a port accepts connections.
public final class TcpCheckProvider implements CheckProvider {

    private static final Option ADDRESS = Option.required(
                    "address", Option.Kind.STRING, "host:port, or [address]:port for IPv6")
            .withExample("127.0.0.1:5432");
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[(?<bracketed>[0-9A-Fa-f:.%a-z]+)]|(?<host>[^\\[\\]:/\\s]+)):(?<port>\\d{1,5})");

    @Override
    public String type() {
        return "tcp";
    }

    @Override
    public List<Option> options() {
        return List.of(ADDRESS);
    }

    @Override
    public Check create(CheckSettings settings) throws InvalidOptionException {
        String address = settings.required(ADDRESS);
        Matcher parts = HOST_AND_PORT.matcher(address);
        if (!parts.matches()) {
            throw new InvalidOptionException(ADDRESS.key(), "'" + address + "'", ADDRESS.description());
        }
        int port = Integer.parseInt(parts.group("port"));
        if (port < 1 || port > 65535) {
            throw new InvalidOptionException(ADDRESS.key(), "port " + port, "a port from 1 to 65535");
        }
        String bracketed = parts.group("bracketed");
        return new TcpCheck(bracketed == null ? parts.group("host") : bracketed, port, false);
    }

    /// A check of this port, for a caller that names host and port in its own messages.
    public static Check of(String host, int port) {
        return new TcpCheck(host, port, true);
    }
}
