package io.yaim.check.postgres;

import io.yaim.check.InvalidOptionException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/// Parses the address of a database: a URL of libpq (`postgres://`, `postgresql://`), a URL of JDBC
/// (`jdbc:postgresql:`), or libpq's `host=… port=…`. Messages contain no part of it, because it may contain a
/// password.
final class ConnectionString {

    private static final String EXPECTED =
            "postgres://user@host:port/database, jdbc:postgresql://host:port/database or host=… port=… dbname=…";
    private static final Pattern LIBPQ = Pattern.compile(
            "postgres(?:ql)?://(?:(?<user>[^:@/?]*)(?::(?<password>[^@/?]*))?@)?(?<hosts>[^/?]*)(?:/(?<database>[^?]*))?(?:\\?(?<parameters>.*))?");
    /// Possessive, because Java's matcher uses stack space for each alternative that it may backtrack to.
    private static final Pattern KEYWORD =
            Pattern.compile("\\s*(?<key>\\w+)\\s*=\\s*(?:'(?<quoted>(?:[^'\\\\]|\\\\.)*+)'|(?<plain>[^\\s']*))");

    private static final String TARGET_SESSION_ATTRS = "target_session_attrs";

    /// Names that differ between libpq and the JDBC driver.
    private static final Map<String, PGProperty> DRIVER_NAMES = Map.of(
            "dbname",
            PGProperty.PG_DBNAME,
            "connect_timeout",
            PGProperty.CONNECT_TIMEOUT,
            "application_name",
            PGProperty.APPLICATION_NAME,
            "fallback_application_name",
            PGProperty.APPLICATION_NAME,
            "channel_binding",
            PGProperty.CHANNEL_BINDING,
            "require_auth",
            PGProperty.REQUIRE_AUTH,
            TARGET_SESSION_ATTRS,
            PGProperty.TARGET_SERVER_TYPE);

    /// The values of libpq (PostgreSQL documentation, "Parameter Key Words"), each with the driver's word. The driver
    /// tells a primary by `transaction_read_only`, as libpq tells `read-write`.
    private static final Map<String, String> TARGET_SERVERS = Map.of(
            "any", "any",
            "read-write", "primary",
            "read-only", "secondary",
            "primary", "primary",
            "standby", "secondary",
            "prefer-standby", "preferSecondary");

    /// The driver logs each URL that it cannot parse.
    private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

    private ConnectionString() {}

    /// The properties for [Driver] that the text describes.
    ///
    /// @throws InvalidOptionException it cannot be parsed
    static Properties parse(String text) throws InvalidOptionException {
        DRIVER_LOG.setLevel(Level.OFF); // each time, because the setup of logging resets it
        Properties properties;
        if (text.startsWith("jdbc:postgresql:")) {
            properties = Driver.parseURL(text, new Properties());
        } else if (text.contains("://")) {
            properties = ofUrl(text);
        } else {
            properties = ofKeywords(text);
        }
        if (properties == null) {
            throw invalid("an invalid connection string");
        }
        rejectSockets(properties);
        return properties;
    }

    private static Properties ofUrl(String text) throws InvalidOptionException {
        Matcher parts = LIBPQ.matcher(text);
        if (!parts.matches()) {
            throw invalid("an invalid connection string");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        putDecoded(parameters, "user", parts.group("user"));
        putDecoded(parameters, "password", parts.group("password"));
        putDecoded(parameters, "dbname", parts.group("database"));
        String hosts = parts.group("hosts");
        for (String parameter : split(parts.group("parameters"))) {
            int equals = parameter.indexOf('=');
            if (equals < 1) {
                throw invalid("a parameter without a value");
            }
            parameters.put(decode(parameter.substring(0, equals)), decode(parameter.substring(equals + 1)));
        }
        return driverProperties(hosts, parameters);
    }

    private static void putDecoded(Map<String, String> parameters, String name, @Nullable String value)
            throws InvalidOptionException {
        if (value != null) {
            parameters.put(name, decode(value));
        }
    }

    private static Properties ofKeywords(String text) throws InvalidOptionException {
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher keyword = KEYWORD.matcher(text);
        int end = 0;
        while (keyword.find() && keyword.start() == end) {
            String quoted = keyword.group("quoted");
            parameters.put(
                    keyword.group("key"), quoted == null ? keyword.group("plain") : quoted.replaceAll("\\\\(.)", "$1"));
            end = keyword.end();
        }
        if (!text.substring(end).isBlank()) {
            throw invalid("an invalid connection string");
        }
        return driverProperties("", parameters);
    }

    private static Properties driverProperties(String hosts, Map<String, String> parameters)
            throws InvalidOptionException {
        String host = hosts;
        if (hosts.isEmpty()) {
            host = parameters.getOrDefault("hostaddr", parameters.getOrDefault("host", "localhost"));
            host = (host.contains(":") ? "[" + host + "]" : host) + ":" + parameters.getOrDefault("port", "5432");
        }
        if (host.startsWith("%2F") || host.startsWith("/")) {
            throw invalid("the directory of a UNIX socket");
        }
        // The driver splits the list of hosts.
        Properties properties = Driver.parseURL("jdbc:postgresql://" + host + "/", new Properties());
        if (properties == null) {
            throw invalid("an invalid host");
        }
        properties.remove(PGProperty.PG_DBNAME.getName());
        for (Map.Entry<String, String> entry : parameters.entrySet()) {
            if (!entry.getKey().matches("host|hostaddr|port")) {
                PGProperty known = DRIVER_NAMES.get(entry.getKey());
                properties.setProperty(known == null ? entry.getKey() : known.getName(), driverValue(entry));
            }
        }
        return properties;
    }

    private static String driverValue(Map.Entry<String, String> parameter) throws InvalidOptionException {
        if (!parameter.getKey().equals(TARGET_SESSION_ATTRS)) {
            return parameter.getValue();
        }
        String driverValue = TARGET_SERVERS.get(parameter.getValue());
        if (driverValue == null) {
            throw new InvalidOptionException(
                    PostgresCheckProvider.CONN_URL.key(),
                    "another value of " + TARGET_SESSION_ATTRS,
                    String.join(", ", new TreeSet<>(TARGET_SERVERS.keySet())));
        }
        return driverValue;
    }

    private static void rejectSockets(Properties properties) throws InvalidOptionException {
        if (properties.getProperty(PGProperty.PG_HOST.getName(), "").contains("/")) {
            throw invalid("the directory of a UNIX socket");
        }
    }

    private static String[] split(String parameters) {
        return parameters == null || parameters.isEmpty()
                ? new String[0]
                : Pattern.compile("&").split(parameters);
    }

    private static String decode(String text) throws InvalidOptionException {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid("a percent sign without two hexadecimal digits after it");
        }
    }

    private static InvalidOptionException invalid(String found) {
        return new InvalidOptionException(PostgresCheckProvider.CONN_URL.key(), found, EXPECTED);
    }
}
