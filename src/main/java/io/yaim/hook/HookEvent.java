package io.yaim.hook;

import io.yaim.model.HardwareAddress;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.plan.EntryStates.Transition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One event of one address on this node.
///
/// @param at by the wall clock
/// @param by the other host that claims to have the address
public record HookEvent(
        HookEventKind kind,
        Instant at,
        NodeName node,
        VirtualIp ip,
        Optional<Integer> prefix,
        Optional<String> interfaceName,
        Optional<Transition> transition,
        String reason,
        Optional<HardwareAddress> by) {

    /// Returns the fields for recipients, by stable names. A field that does not apply is empty.
    public Map<String, Optional<Object>> fields() {
        var fields = new LinkedHashMap<String, Optional<Object>>();
        fields.put("event", Optional.of(kind.word()));
        fields.put("time", Optional.of(at.toString()));
        fields.put("node", Optional.of(node.value()));
        fields.put("ip", Optional.of(ip.toString()));
        fields.put("prefix", prefix.map(length -> length));
        fields.put("interface", interfaceName.map(name -> name));
        fields.put("state_from", transition.map(Transition::from));
        fields.put("state_to", transition.map(Transition::to));
        fields.put("state_event", transition.map(Transition::event));
        fields.put("reason", Optional.of(reason).filter(text -> !text.isEmpty()).map(text -> text));
        fields.put("mac", by.map(HardwareAddress::toString));
        return fields;
    }

    /// Returns the same as variables `YAIM_…`. All are present, so that a script may treat unset variables as errors.
    public Map<String, String> environment() {
        var variables = new LinkedHashMap<String, String>();
        fields().forEach((name, value) -> variables.put(
                "YAIM_" + name.toUpperCase(Locale.ROOT),
                value.map(Object::toString).orElse("")));
        return variables;
    }
}
