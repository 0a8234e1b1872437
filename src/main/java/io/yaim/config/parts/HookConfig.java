package io.yaim.config.parts;

import io.yaim.hook.HookSettings;
import io.yaim.setting.Secret;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One hook: which events it is called for, and what is called.
public record HookConfig(HookSettings settings, Target target) {

    /// What is called.
    public sealed interface Target {}

    /// A program and its arguments.
    public record CommandTarget(List<String> line) implements Target {

        public CommandTarget {
            line = List.copyOf(line);
        }
    }

    /// A server that gets an HTTP request.
    ///
    /// @param headers added to the request; their values may be secrets
    /// @param secret signs the request
    /// @param resourceId the name of the resource at the receiver
    public record WebhookTarget(
            URI url, Map<String, Secret> headers, Optional<Secret> secret, Optional<String> resourceId)
            implements Target {

        public WebhookTarget {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }

        /// Without the URL, which may contain a secret too.
        @Override
        public String toString() {
            return "Webhook[host=" + url.getHost() + ", headers=" + headers.keySet() + "]";
        }
    }
}
