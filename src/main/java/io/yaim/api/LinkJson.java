package io.yaim.api;

import io.yaim.json.Fields;
import io.yaim.model.Entry;
import io.yaim.model.EntryCheck;
import io.yaim.plan.EntryState;
import io.yaim.status.EntryId;
import io.yaim.status.StatusSnapshot;
import io.yaim.store.EntryCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Entries as JSON objects for LinK's clients: of its series 0.1 to 2, and of its series 3.
///
/// @param prefix the beginning of all keys of the cluster
record LinkJson(String prefix, StatusSnapshot statusSnapshot) {

    private static final int MOST_CHECKS = 16;
    private static final int HIGHEST_PORT = 65535;
    private static final int LONGEST_INTERVAL = 3600;

    /// Returns the object for `/ips`.
    Map<String, Object> ip(Entry entry, boolean hasStatus) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", EntryId.of(prefix, entry.ip()));
        fields.put("ip", cidr(entry));
        state(entry).filter(_ -> hasStatus).ifPresent(state -> fields.put("status", state));
        if (!entry.checks().isEmpty()) {
            fields.put("checks", checks(entry));
        }
        return fields;
    }

    /// Returns the object for `/endpoints`.
    Map<String, Object> endpoint(Entry entry) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", EntryId.of(prefix, entry.ip()));
        state(entry).ifPresent(state -> fields.put("status", state));
        if (!entry.checks().isEmpty()) {
            fields.put("checks", checks(entry));
        }
        fields.put(
                "healthcheck_interval",
                entry.checkInterval().map(interval -> interval.toSeconds()).orElse(0L));
        fields.put("plugin", "arp");
        fields.put("election_key", cidr(entry).replace('/', '_'));
        return fields;
    }

    private Optional<String> state(Entry entry) {
        return statusSnapshot
                .localNode()
                .map(own -> own.states().get(entry.ip()))
                .map(EntryState::name);
    }

    /// Returns the address with the prefix length with which it is bound here.
    private String cidr(Entry entry) {
        int length = statusSnapshot
                .localNode()
                .map(own -> own.seen().self().binding(entry).prefix())
                .or(entry::prefix)
                .orElse(entry.ip().hostPrefix());
        return entry.ip() + "/" + length;
    }

    private static List<Map<String, Object>> checks(Entry entry) {
        return entry.checks().stream()
                .map(check -> {
                    var fields = EntryCodec.fields(check);
                    fields.put("type", EntryCheck.TYPE.toUpperCase(Locale.ROOT));
                    return fields;
                })
                .toList();
    }

    /// Converts what LinK's clients add to options of an entry: checks, and their interval in seconds.
    ///
    /// @throws IllegalArgumentException LinK would not accept them
    static Map<String, Object> options(Fields fields) {
        var options = new LinkedHashMap<String, Object>();
        List<Map<String, Object>> checks = checks(fields, "checks");
        if (!checks.isEmpty()) {
            options.put("checks", checks);
        }
        int interval = interval(fields);
        if (interval > 0) {
            options.put("check-interval", interval * 1000);
        }
        return options;
    }

    /// The interval of checks in seconds; 0: the node's own.
    ///
    /// @throws IllegalArgumentException it is not from 0 to an hour
    static int interval(Fields fields) {
        int interval = fields.integer("healthcheck_interval").orElse(0);
        if (interval < 0 || interval > LONGEST_INTERVAL) {
            throw new IllegalArgumentException("expected 0 to " + LONGEST_INTERVAL);
        }
        return interval;
    }

    /// Converts LinK's checks to options of an entry.
    ///
    /// @throws IllegalArgumentException LinK would not accept these checks; the message is LinK's where it has
    ///     one
    static List<Map<String, Object>> checks(Fields fields, String name) {
        var options = new ArrayList<Map<String, Object>>();
        for (Fields check : fields.maps(name, MOST_CHECKS)) {
            int port = check.integer("port").orElse(0);
            if (port < 0) {
                throw new IllegalArgumentException("health check port cannot be negative");
            }
            if (port > HIGHEST_PORT) {
                throw new IllegalArgumentException("health check port cannot be greater than 65535");
            }
            var option = new LinkedHashMap<String, Object>();
            option.put("type", check.text("type").toLowerCase(Locale.ROOT));
            option.put("host", check.text("host"));
            option.put("port", port);
            options.add(option);
        }
        return options;
    }
}
