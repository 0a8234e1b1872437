package io.yaim.sim.mutant;

import static io.yaim.sim.mutant.Mutant.edit;
import static io.yaim.sim.mutant.Mutant.editOfTest;
import static io.yaim.sim.mutant.Mutant.ofGate;

import java.util.List;

/// Faults of what keeps addresses silent by the gate.
final class GateMutants {

    private GateMutants() {}

    static List<Mutant> all() {
        return List.of(
                ofGate(
                        "gate: is opened for a whole lease from each call on",
                        edit("model/Proof", "endsAt.minus(now).minus(GATE_LATENESS)", "grantedTime")),
                ofGate(
                        "gate: does not know what is bound",
                        editOfTest("address/FakeAddresses", "                host.addToGate(ip);\n", "")),
                ofGate(
                        "gate: is opened by a new lease while something is left of an old one",
                        edit("plan/IsolationPlan", "if (expired.isEmpty() && ", "if (")),
                ofGate(
                        "gate: is opened by an answer that does not count",
                        edit(
                                "loop/lease/LeaseKeeper",
                                "requireInTime(sent, answered, \"keep-alive\");",
                                "gateRenewal.openFor(present.renewed(answered, granted).proof());")));
    }
}
