// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What the operating system knows of a process. */
record ProcessUse(ProcessHandle process) {

    /** Processor time of all its threads since it started, user and system. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Forgets the peak of resident memory, where the system can (Linux), so that the next one is a run's own. */
    void resetPeak() {
        try {
            Files.writeString(proc("clear_refs"), "5");
        } catch (IOException notLinux) {
            // The peak is then that of the process's life.
        }
    }

    /** Peak of resident memory in bytes, where the system tells (Linux). */
    OptionalLong peakMemory() {
        return status("VmHWM:");
    }

    /** Resident memory in bytes as it is now, where the system tells (Linux). */
    OptionalLong memory() {
        return status("VmRSS:");
    }

    private OptionalLong status(String name) {
        try (Stream<String> lines = Files.lines(proc("status"))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst();
        } catch (IOException notLinux) {
            return OptionalLong.empty();
        }
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }
}
