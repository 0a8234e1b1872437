package io.yaim.config;

import java.util.List;

/// The result of a reload. Keys are named as in `yaim.yml`.
public sealed interface ReloadResult {

    /// The daemon has applied the new configuration.
    ///
    /// @param changed the keys that have another value now
    /// @param pending the keys whose new value takes effect at the next start
    record Applied(List<String> changed, List<String> pending) implements ReloadResult {

        public Applied {
            changed = List.copyOf(changed);
            pending = List.copyOf(pending);
        }
    }

    /// The new configuration has mistakes, and nothing has changed.
    ///
    /// @param errors one line each
    record Refused(List<String> errors) implements ReloadResult {

        public Refused {
            errors = List.copyOf(errors);
        }
    }

    /// One line for people.
    default String summary() {
        return switch (this) {
            case Applied(var changed, var pending) ->
                "reloaded: changed " + changed + (pending.isEmpty() ? "" : "; at the next start " + pending);
            case Refused(var errors) -> "reload refused: " + String.join("; ", errors);
        };
    }

    /// What has changed from `running` to `adopted`, and what waits until the daemon starts with `next`.
    static Applied of(Config running, Config adopted, Config next) {
        return new Applied(differingKeys(running, adopted), differingKeys(adopted, next));
    }

    private static List<String> differingKeys(Config one, Config other) {
        return List.copyOf(one.origin().keyValues().differingKeys(other.origin().keyValues()));
    }
}
