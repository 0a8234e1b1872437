package io.yaim.sim;

import static io.yaim.sim.Mutant.edit;
import static io.yaim.sim.Mutant.editOfTest;
import static io.yaim.sim.Mutant.ofGate;

import java.util.List;

/// Faults of what keeps addresses silent by the gate.
final class GateMutants {

    private GateMutants() {}

    static List<Mutant> all() {
        return List.of(
                ofGate(
                        "gate: is opened for a whole lease from each call on",
                        edit("model/Proof", "ends.minus(now).minus(GATE_LATENESS)", "time")),
                ofGate(
                        "gate: does not know what is bound",
                        editOfTest("address/FakeAddresses", "                host.admit(ip);\n", "")),
                ofGate(
                        "gate: is opened by a new lease while something is left of an old one",
                        edit("plan/Isolation", "if (ended.isEmpty() && ", "if (")),
                ofGate(
                        "gate: is opened by an answer that does not count",
                        edit(
                                "loop/Tenure",
                                "requireInTime(sent, answered, \"keep-alive\");",
                                "proving.counted(present.renewed(answered, granted).proof());")));
    }
}
