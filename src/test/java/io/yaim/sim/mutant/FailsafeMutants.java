package io.yaim.sim.mutant;

import static io.yaim.sim.mutant.Mutant.edit;
import static io.yaim.sim.mutant.Mutant.editOfTest;
import static io.yaim.sim.mutant.Mutant.ofFailsafe;

import java.util.List;
import java.util.stream.Stream;

/// The planted faults of mode `failsafe`: of those who hold on, of their witnesses, and of those who wait
/// for them.
final class FailsafeMutants {

    private static final String WITNESS = "loop/consent/ConsentPromises";
    private static final String PARLEY = "loop/consent/ConsentProtocol";
    private static final String HOLD_OVER = "loop/consent/ConsentTally";
    private static final String LOOP = "loop/Loop";
    private static final String TESTIMONY = "plan/ConsentRecordPlan";
    private static final String STORE = "store/MemoryCluster";

    private FailsafeMutants() {}

    static List<Mutant> all() {
        return Stream.of(ofWitnesses(), ofHolders(), ofRecords(), ofOthers())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Mutant> ofWitnesses() {
        return List.of(
                ofFailsafe(
                        "a witness refuses what it has promised",
                        edit(WITNESS, "if (now.compareTo(promised) < 0) {", "if (promised.isNegative()) {")),
                ofFailsafe(
                        "a witness says yes to what it has refused",
                        edit(
                                WITNESS,
                                " || refused.contains(of)) {\n            return false;",
                                ") {\n            return false;")),
                ofFailsafe("a new incarnation says yes", edit(WITNESS, " || !recorded.equals(self)", "")),
                ofFailsafe(
                        "a new incarnation refuses at once",
                        edit(WITNESS, ": started.plus(hold);", ": Duration.ZERO;")),
                ofFailsafe(
                        "a witness promises for a second",
                        edit(WITNESS, "now.plus(hold), (one", "now.plusSeconds(1), (one")),
                ofFailsafe(
                        "whoever is asked gives up what it holds",
                        edit(
                                PARLEY,
                                "question.purpose() == Purpose.REFUSE && !isHolding && !isProven;",
                                "question.purpose() == Purpose.REFUSE;"),
                        edit(
                                PARLEY,
                                "            consentTally.forget();\n        }\n        return may",
                                "        }\n        return may")));
    }

    private static List<Mutant> ofHolders() {
        return List.of(
                ofFailsafe(
                        "consent counts from the answer",
                        edit(
                                PARLEY,
                                "pendingQuestion.peer(), pendingQuestion.sent())",
                                "pendingQuestion.peer(), clock.now())")),
                ofFailsafe(
                        "a no counts as a yes",
                        edit(PARLEY, "pendingQuestion == null || !answer.isAgreed()", "pendingQuestion == null")),
                ofFailsafe(
                        "one yes is enough",
                        edit(HOLD_OVER, "!consentSentAt.keySet().containsAll(needed)", "consentSentAt.isEmpty()"),
                        edit(
                                HOLD_OVER,
                                "Duration.ZERO))\n                .min(",
                                "Duration.ZERO))\n                .max(")),
                ofFailsafe(
                        "the margin of consent is zero",
                        edit(
                                HOLD_OVER,
                                "Proof.from(earliest, record.consentTime())",
                                "new Proof(earliest.plus(record.consentTime()))")),
                ofFailsafe(
                        "the leave of the witnesses survives a store that went back",
                        edit(LOOP, "            consentProtocol.forget();\n", "")));
    }

    private static List<Mutant> ofRecords() {
        return List.of(
                ofFailsafe(
                        "who is named in a rewrite that was sent is not asked",
                        edit(HOLD_OVER, "            add(all, pendingRewrite.record().orElseThrow());\n", "")),
                ofFailsafe(
                        "only who is named in the last rewrite is asked",
                        edit(
                                HOLD_OVER,
                                "            add(all, pendingRewrite.record().orElseThrow());\n",
                                "            all.clear();\n            add(all, pendingRewrite.record().orElseThrow());\n")),
                ofFailsafe(
                                "the record is rewritten while something is held by it",
                                edit(TESTIMONY, "isStranger || holdsUnclaimed || isLent", "isStranger"))
                        .from(1_200),
                ofFailsafe(
                        "a record is deleted without a compare",
                        editOfTest(
                                STORE, "isAsSeen(record)\n                        && changed() > 0", "changed() > 0")));
    }

    private static List<Mutant> ofOthers() {
        return List.of(
                ofFailsafe(
                        "records of vanished nodes block nothing",
                        edit(TESTIMONY, "return !vanishedRecords.isEmpty();", "return vanishedRecords.size() > 1000;")),
                ofFailsafe(
                        "nobody has to refuse",
                        edit(
                                TESTIMONY,
                                "vanishedRecords.stream().filter(this::isRefused).forEach",
                                "vanishedRecords.stream().forEach")));
    }
}
