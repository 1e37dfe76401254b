// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.EngineBench.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.engine.EngineSettings.TimeoutAction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Many versions of few objects at once: what waits of an object is sent as one write. */
class BurstTest {

    private static final int RECORDS = 100_000;
    private static final int KEYS = 10_000;
    private static final int BATCH = 100;
    private static final int HANDOVER = 500;
    private static final long ANSWER_MILLIS = 50;

    /** As many as it takes to write each object once. */
    private static final int LEAST_CALLS = KEYS / BATCH;

    @Test
    void a_burst_costs_hardly_more_calls_than_writing_each_object_once(TestReporter reporter) {
        // Given
        EngineBench bench = new EngineBench(
                new EngineSettings(BATCH, 10_000_000, 50, 4, 1_000_000_000, 60_000, TimeoutAction.FAIL));
        Random keys = new Random(1);
        Queue<Long> answers = new ArrayDeque<>();
        long offset = 0;

        // When
        while (offset < RECORDS || !answers.isEmpty() || bench.outcomes.size() < RECORDS) {
            List<Intake> records = new ArrayList<>();
            for (int i = 0; i < HANDOVER && offset < RECORDS; i++, offset++) {
                records.add(EngineBench.write(P0, offset, "c" + keys.nextInt(KEYS), "n=" + offset));
            }
            bench.engine.accept(records);
            int before = bench.sent.size();
            bench.after(1);
            noteAnswers(bench, answers, before);
            while (!answers.isEmpty() && answers.peek() <= bench.now) {
                int answered = bench.sent.size() - answers.size();
                answers.remove();
                int sentBefore = bench.sent.size();
                bench.writeAll(bench.sent.get(answered));
                noteAnswers(bench, answers, sentBefore);
            }
        }

        // Then
        reporter.publishEntry("calls", bench.sent.size() + " for " + RECORDS + " records on " + KEYS + " keys");
        assertThat(bench.sent.size()).isBetween(LEAST_CALLS, LEAST_CALLS * 12 / 10);
        assertThat(bench.offsets()).containsEntry(P0, (long) RECORDS);
    }

    /** All that was sent since has its answer a while later: in order, as all take as long. */
    private static void noteAnswers(EngineBench bench, Queue<Long> answers, int sentBefore) {
        for (int batch = sentBefore; batch < bench.sent.size(); batch++) {
            answers.add(bench.now + ANSWER_MILLIS);
        }
    }
}
