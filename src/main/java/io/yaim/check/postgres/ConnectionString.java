package io.yaim.check.postgres;

import io.yaim.check.InvalidOptionException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/// Where the database is: a URL of libpq (`postgres://`, `postgresql://`), one of JDBC
/// (`jdbc:postgresql:`), or libpq's `host=… port=…`. Nothing of it is shown in messages: a password may
/// stand in it.
final class ConnectionString {

    private static final String EXPECTED =
            "postgres://user@host:port/database, jdbc:postgresql://host:port/database or host=… port=… dbname=…";
    private static final Pattern LIBPQ = Pattern.compile(
            "postgres(?:ql)?://(?:(?<user>[^:@/?]*)(?::(?<password>[^@/?]*))?@)?(?<hosts>[^/?]*)(?:/(?<database>[^?]*))?(?:\\?(?<parameters>.*))?");
    /// Possessive, since Java's matcher takes a piece of the stack for each turn of a choice that it may
    /// take back.
    private static final Pattern KEYWORD =
            Pattern.compile("\\s*(?<key>\\w+)\\s*=\\s*(?:'(?<quoted>(?:[^'\\\\]|\\\\.)*+)'|(?<plain>[^\\s']*))");

    /// What libpq and the JDBC driver call differently.
    private static final Map<String, PGProperty> DRIVER_NAMES = Map.of(
            "dbname", PGProperty.PG_DBNAME,
            "connect_timeout", PGProperty.CONNECT_TIMEOUT,
            "application_name", PGProperty.APPLICATION_NAME,
            "fallback_application_name", PGProperty.APPLICATION_NAME,
            "target_session_attrs", PGProperty.TARGET_SERVER_TYPE);

    /// The driver logs each URL that it does not like, as a whole.
    private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

    private ConnectionString() {}

    /// The properties for [Driver] that the URL stands for.
    static Properties parse(String text) throws InvalidOptionException {
        DRIVER_LOG.setLevel(Level.OFF); // each time: whoever sets up logging begins by undoing this
        Properties properties;
        if (text.startsWith("jdbc:postgresql:")) {
            properties = Driver.parseURL(text, new Properties());
        } else if (text.contains("://")) {
            properties = ofUrl(text);
        } else {
            properties = ofKeywords(text);
        }
        if (properties == null) {
            throw invalid("something that is none");
        }
        refuseSockets(properties);
        return properties;
    }

    private static Properties ofUrl(String text) throws InvalidOptionException {
        Matcher parts = LIBPQ.matcher(text);
        if (!parts.matches()) {
            throw invalid("something that is none");
        }
        Map<String, String> named = new LinkedHashMap<>();
        putDecoded(named, "user", parts.group("user"));
        putDecoded(named, "password", parts.group("password"));
        putDecoded(named, "dbname", parts.group("database"));
        String hosts = parts.group("hosts");
        for (String parameter : split(parts.group("parameters"))) {
            int equals = parameter.indexOf('=');
            if (equals < 1) {
                throw invalid("a parameter without a value");
            }
            named.put(decode(parameter.substring(0, equals)), decode(parameter.substring(equals + 1)));
        }
        return driverProperties(hosts, named);
    }

    private static void putDecoded(Map<String, String> named, String name, @Nullable String value)
            throws InvalidOptionException {
        if (value != null) {
            named.put(name, decode(value));
        }
    }

    private static Properties ofKeywords(String text) throws InvalidOptionException {
        Map<String, String> named = new LinkedHashMap<>();
        Matcher keyword = KEYWORD.matcher(text);
        int end = 0;
        while (keyword.find() && keyword.start() == end) {
            String quoted = keyword.group("quoted");
            named.put(
                    keyword.group("key"), quoted == null ? keyword.group("plain") : quoted.replaceAll("\\\\(.)", "$1"));
            end = keyword.end();
        }
        if (!text.substring(end).isBlank()) {
            throw invalid("something that is none");
        }
        return driverProperties("", named);
    }

    private static Properties driverProperties(String hosts, Map<String, String> named) throws InvalidOptionException {
        String host = hosts;
        if (hosts.isEmpty()) {
            host = named.getOrDefault("hostaddr", named.getOrDefault("host", "localhost"));
            host = (host.contains(":") ? "[" + host + "]" : host) + ":" + named.getOrDefault("port", "5432");
        }
        if (host.startsWith("%2F") || host.startsWith("/")) {
            throw invalid("the directory of a UNIX socket");
        }
        // The driver itself takes the list of hosts apart.
        Properties properties = Driver.parseURL("jdbc:postgresql://" + host + "/", new Properties());
        if (properties == null) {
            throw invalid("hosts that are none");
        }
        properties.remove(PGProperty.PG_DBNAME.getName());
        for (Map.Entry<String, String> entry : named.entrySet()) {
            if (!entry.getKey().matches("host|hostaddr|port")) {
                PGProperty known = DRIVER_NAMES.get(entry.getKey());
                properties.setProperty(known == null ? entry.getKey() : known.getName(), entry.getValue());
            }
        }
        return properties;
    }

    private static void refuseSockets(Properties properties) throws InvalidOptionException {
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
            throw invalid("a percent sign without two hexadecimal digits behind it");
        }
    }

    private static InvalidOptionException invalid(String found) {
        return new InvalidOptionException(PostgresCheckProvider.CONN_URL.key(), found, EXPECTED);
    }
}
