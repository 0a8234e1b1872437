package io.yaim.cli.doctor;

import io.yaim.model.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Kernel, JVM and memory.
///
/// @param kernelProblem what the kernel lacks
/// @param java the feature version of the JVM
/// @param collectors the names of its garbage collectors
/// @param heapLimit in bytes
/// @param memoryLimit of the service's control group, in bytes; empty: none
/// @param hasCache whether the program's ahead-of-time cache exists
record Platform(
        String kernel,
        Optional<String> kernelProblem,
        int java,
        List<String> collectors,
        long heapLimit,
        Optional<Long> memoryLimit,
        boolean hasCache) {

    /// What the JVM needs beside its heap: code, classes, threads, buffers; measured at 60 MB, rounded up.
    private static final long BESIDE_HEAP = 100L << 20;

    Platform {
        collectors = List.copyOf(collectors);
    }

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        findings.add(kernelProblem
                .map(text -> Finding.problem("kernel", text, "boot a kernel of version 5.18 or later"))
                .orElseGet(() -> Finding.ok("kernel", kernel + " supports protocol numbers of addresses (IFA_PROTO)")));
        findings.add(
                hasCache
                        ? Finding.ok("JVM", "Java " + java + ", with the ahead-of-time cache")
                        : Finding.warning(
                                "JVM",
                                "Java " + java + ", without a usable ahead-of-time cache: the daemon starts slower",
                                "build it with this JDK: src/build/train HOME"));
        findings.add(memory());
        return findings;
    }

    private Finding memory() {
        String found = "heap of at most " + megabytes(heapLimit) + ", collected by " + String.join(", ", collectors);
        if (memoryLimit.isEmpty()) {
            return Finding.ok("memory", found + "; no limit for the service");
        }
        long limit = memoryLimit.get();
        found += "; the service may use " + megabytes(limit);
        if (heapLimit + BESIDE_HEAP <= limit) {
            return Finding.ok("memory", found);
        }
        String needed = megabytes(heapLimit + BESIDE_HEAP);
        return Finding.problem(
                "memory",
                found + ", but heap and JVM may need " + needed + ": the kernel kills a daemon that exceeds the limit",
                "systemctl edit yaim: MemoryMax=" + ((heapLimit + BESIDE_HEAP) >> 20)
                        + "M; or a lower -Xmx in YAIM_JAVA_OPTS");
    }

    private static String megabytes(long bytes) {
        return (bytes >> 20) + " MB";
    }
}
