package io.yaim.sim.mutant;

import static io.yaim.sim.mutant.Mutant.edit;
import static io.yaim.sim.mutant.Mutant.editOfTest;
import static io.yaim.sim.mutant.Mutant.ofFailsafe;

import java.util.List;
import java.util.stream.Stream;

/// Planted faults of mode `failsafe`: in nodes that hold addresses, in their peers, and in nodes that wait for them.
final class FailsafeMutants {

    private static final String PROMISES = "loop/consent/ConsentPromises";
    private static final String PROTOCOL = "loop/consent/ConsentProtocol";
    private static final String TALLY = "loop/consent/ConsentTally";
    private static final String ATTEMPTS = "loop/Attempts";
    private static final String RECORD_PLAN = "plan/ConsentRecordPlan";
    private static final String STORE = "store/MemoryCluster";

    private FailsafeMutants() {}

    static List<Mutant> all() {
        return Stream.of(ofPeers(), ofHolders(), ofRecords(), ofOthers())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Mutant> ofPeers() {
        return List.of(
                ofFailsafe(
                        "a peer refuses although it has promised",
                        edit(PROMISES, "if (now.compareTo(promised) < 0) {", "if (promised.isNegative()) {")),
                ofFailsafe(
                        "a peer consents although it has refused",
                        edit(
                                PROMISES,
                                " || refused.contains(of)) {\n            return false;",
                                ") {\n            return false;")),
                ofFailsafe("a new incarnation consents", edit(PROMISES, " || !recorded.equals(self)", "")),
                ofFailsafe(
                        "a new incarnation refuses at once",
                        edit(PROMISES, ": started.plus(hold);", ": Duration.ZERO;")),
                ofFailsafe(
                        "a peer promises for one second only",
                        edit(PROMISES, "now.plus(hold), (one", "now.plusSeconds(1), (one")),
                ofFailsafe(
                        "a peer that is asked to refuse gives up what it holds",
                        edit(
                                PROTOCOL,
                                "question.purpose() == Purpose.REFUSE && !isHolding && !isProven;",
                                "question.purpose() == Purpose.REFUSE;"),
                        edit(
                                PROTOCOL,
                                "            consentTally.forget();\n        }\n        return may",
                                "        }\n        return may")));
    }

    private static List<Mutant> ofHolders() {
        return List.of(
                ofFailsafe(
                        "consent counts from the answer",
                        edit(
                                PROTOCOL,
                                "pendingQuestion.peer(), pendingQuestion.sent())",
                                "pendingQuestion.peer(), clock.now())")),
                ofFailsafe(
                        "a refusal counts as consent",
                        edit(PROTOCOL, "pendingQuestion == null || !answer.isAgreed()", "pendingQuestion == null")),
                ofFailsafe(
                        "the consent of one peer is enough",
                        edit(TALLY, "!consentSentAt.keySet().containsAll(needed)", "consentSentAt.isEmpty()"),
                        edit(
                                TALLY,
                                "Duration.ZERO))\n                .min(",
                                "Duration.ZERO))\n                .max(")),
                ofFailsafe(
                                "the margin of consent is zero",
                                edit(
                                        TALLY,
                                        "Proof.from(earliest, record.consentTime())",
                                        "new Proof(earliest.plus(record.consentTime()))"))
                        .from(1_100),
                ofFailsafe(
                        "consents survive a restored store",
                        edit(ATTEMPTS, "            consentProtocol.forget();\n", "")));
    }

    private static List<Mutant> ofRecords() {
        return List.of(
                ofFailsafe(
                        "peers named in a rewrite that was sent are not asked",
                        edit(TALLY, "            add(all, pendingRewrite.record().orElseThrow());\n", "")),
                ofFailsafe(
                        "only peers named in the last rewrite are asked",
                        edit(
                                TALLY,
                                "            add(all, pendingRewrite.record().orElseThrow());\n",
                                "            all.clear();\n            add(all, pendingRewrite.record().orElseThrow());\n")),
                ofFailsafe(
                        "a consent record is deleted without a compare",
                        editOfTest(
                                STORE, "isAsSeen(record)\n                        && changed() > 0", "changed() > 0")));
    }

    private static List<Mutant> ofOthers() {
        return List.of(
                ofFailsafe(
                                "consent records of lost nodes block nothing",
                                edit(
                                        RECORD_PLAN,
                                        "return !recordsOfLostNodes.isEmpty();",
                                        "return recordsOfLostNodes.size() > 1000;"))
                        .from(2_300),
                ofFailsafe(
                        "no peer has to refuse",
                        edit(
                                RECORD_PLAN,
                                "recordsOfLostNodes.stream().filter(this::isRefused).forEach",
                                "recordsOfLostNodes.stream().forEach")));
    }
}
