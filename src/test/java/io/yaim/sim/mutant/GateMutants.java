package io.yaim.sim.mutant;

import static io.yaim.sim.mutant.Mutant.edit;
import static io.yaim.sim.mutant.Mutant.editOfTest;
import static io.yaim.sim.mutant.Mutant.ofGate;

import java.util.List;

/// Planted faults of the gate.
final class GateMutants {

    private GateMutants() {}

    static List<Mutant> all() {
        return List.of(
                ofGate(
                        "gate: each call opens it for a whole lease",
                        edit("model/Proof", "endsAt.minus(now).minus(GATE_LATENESS)", "grantedTime")),
                ofGate(
                        "gate: does not know which addresses are bound",
                        editOfTest("address/FakeAddresses", "                host.addToGate(ip);\n", "")),
                ofGate(
                        "gate: a new lease opens it while addresses of an old one are left",
                        edit("plan/IsolationPlan", "if (expired.isEmpty() && ", "if (")),
                ofGate(
                        "gate: an answer that does not count opens it",
                        edit(
                                "loop/lease/LeaseKeeper",
                                "requireInTime(sent, answered, \"keep-alive\");",
                                "gateRenewal.openFor(present.renewed(answered, granted).proof());")));
    }
}
