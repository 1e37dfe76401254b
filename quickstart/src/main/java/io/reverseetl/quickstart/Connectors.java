// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.quickstart;

import io.reverseetl.testing.cluster.ConnectRest;
import io.reverseetl.testing.cluster.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The connectors of the example, over the Connect REST API. */
final class Connectors {

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration START_LIMIT = Duration.ofMinutes(1);

    private final ConnectRest connect;
    private final Examples examples;

    Connectors(ConnectRest connect, Examples examples) {
        this.connect = connect;
        this.examples = examples;
    }

    /** Posts the examples as they stand, the source first as it creates the topic, and waits until both run. */
    void create() {
        create(examples.source());
        create(examples.sink());
    }

    private void create(String example) {
        String name = Examples.name(example);
        connect.create(example).orThrow();
        Instant deadline = Instant.now().plus(START_LIMIT);
        while (!connect.isRunning(name)) {
            throwIfFailed();
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("Connector " + name + " did not start within " + START_LIMIT);
            }
            Pause.of(LOOK);
        }
    }

    void throwIfFailed() {
        failure().ifPresent(failure -> {
            throw new IllegalStateException(failure);
        });
    }

    /** What is wrong with the first connector that failed; one that was deleted is not wrong. */
    Optional<String> failure() {
        return Stream.of(Examples.name(examples.source()), Examples.name(examples.sink()))
                .flatMap(name -> Optional.ofNullable(connect.failure(name))
                        .map(trace -> "Connector " + name + " failed: " + reason(trace))
                        .stream())
                .findFirst();
    }

    /** Connect puts words of its own around what a task said, which is the first cause. */
    private static String reason(String trace) {
        List<String> lines = trace.lines().toList();
        return lines.stream()
                .filter(line -> line.startsWith("Caused by: "))
                .findFirst()
                .orElse(lines.get(0));
    }
}
