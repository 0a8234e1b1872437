package io.yaim.config;

import io.yaim.config.reload.ReloadEffect;
import java.util.List;
import java.util.SortedSet;

/// What came of reading the configuration again. Keys by their names in `yaim.yml`.
public sealed interface ReloadResult {

    /// It is good.
    ///
    /// @param changed what differs from before, and counts now
    /// @param pending what differs from what this daemon started with, and counts at the next start
    record Applied(List<String> changed, List<String> pending) implements ReloadResult {

        public Applied {
            changed = List.copyOf(changed);
            pending = List.copyOf(pending);
        }
    }

    /// It is not, and nothing has changed.
    ///
    /// @param errors one line each
    record Refused(List<String> errors) implements ReloadResult {

        public Refused {
            errors = List.copyOf(errors);
        }
    }

    /// What it comes to when everything in `next` is good.
    static Applied difference(Config running, Config next) {
        SortedSet<String> differing = running.keyValues().differingKeys(next.keyValues());
        return new Applied(of(ReloadEffect.AT_ONCE, differing), of(ReloadEffect.NEXT_START, differing));
    }

    private static List<String> of(ReloadEffect reloadEffect, SortedSet<String> names) {
        return names.stream()
                .filter(name -> ReloadEffect.of(name) == reloadEffect)
                .toList();
    }
}
