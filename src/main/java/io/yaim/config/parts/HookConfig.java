package io.yaim.config.parts;

import io.yaim.hook.HookSettings;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One hook: when it is told of what, and who it is.
public record HookConfig(HookSettings settings, Target target) {

    /// Who is told.
    public sealed interface Target {}

    /// A program and its arguments.
    public record CommandTarget(List<String> line) implements Target {

        public CommandTarget {
            line = List.copyOf(line);
        }
    }

    /// A server that is sent an HTTP request.
    ///
    /// @param headers added to the request; their values may be secrets
    /// @param secret signs the request
    /// @param resourceId what the receiver knows the resource by
    public record WebhookTarget(
            URI url, Map<String, Secret> headers, Optional<Secret> secret, Optional<String> resourceId)
            implements Target {

        public WebhookTarget {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }

        /// Without the URL, in which there may be a secret too.
        @Override
        public String toString() {
            return "Webhook[host=" + url.getHost() + ", headers=" + headers.keySet() + "]";
        }
    }
}
