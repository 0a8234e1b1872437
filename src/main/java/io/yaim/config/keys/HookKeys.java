package io.yaim.config.keys;

import static io.yaim.setting.ConfigKey.optional;
import static io.yaim.setting.ReloadEffect.NEXT_START;

import io.yaim.setting.ConfigKey;
import io.yaim.setting.KeyGroup;
import io.yaim.setting.RawValue;
import io.yaim.setting.ValueTypes;
import java.util.List;

/// The key of the list of hooks; [HookOptions] has the options of one hook.
public final class HookKeys {

    public static final ConfigKey<List<RawValue>> HOOK_LIST = optional(
            "hooks",
            ValueTypes.list(),
            """

            - name: log
              on: [bind, drop]
              command: logger "yaim $YAIM_EVENT $YAIM_IP"
            - name: cloud
              ensure: true
              url: https://cloud.example/addresses
              headers:
                Authorization: Bearer not-this-one
              timeout: 10s""",
            NEXT_START,
            "Commands and webhooks that yaim calls when something happens to an address on this node: bind, drop, state,"
                    + " fence, conflict. With `ensure` yaim calls a hook for each bound address until the call succeeds."
                    + " Only in the file.");

    public static final KeyGroup GROUP = KeyGroup.of("Hooks", "docs/hooks.md describes them.", HOOK_LIST);

    private HookKeys() {}
}
