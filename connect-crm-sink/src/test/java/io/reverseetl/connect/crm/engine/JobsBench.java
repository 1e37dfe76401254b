// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.EngineBench.P0;

import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmJob;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** An engine, and a CRM that makes a job of each batch that a test wants it to. */
abstract class JobsBench {

    static final CrmJob JOB = new CrmJob("contacts", Operation.UPSERT, "750", Instant.EPOCH);

    final FakeState state = new FakeState();
    EngineBench bench = new EngineBench(EngineBench.SETTINGS, state);

    /** A job of two, which has been stored and is being asked about. */
    void begin() {
        bench.engine.accept(List.of(EngineBench.write(P0, 0, "ada", "n=1"), EngineBench.write(P0, 1, "bob", "n=1")));
        bench.tick();
        begin(bench.lastSent());
    }

    void begin(Batch batch) {
        accept(batch);
        state.landAll();
        bench.tick();
    }

    EngineBench accept(Batch batch, Duration... after) {
        Duration wait = after.length == 0 ? Duration.ZERO : after[0];
        return bench.complete(batch, new BatchOutcome.Accepted(JOB, wait, true));
    }

    static BatchOutcome unavailable() {
        return new BatchOutcome.RetryAll(Optional.empty(), Reason.unavailable("HTTP_503", 503, ""));
    }

    List<CrmJob> jobsOf(TopicPartition partition) {
        return state.reload(partition).unfinished().stream()
                .filter(job -> job.partition().equals(partition))
                .map(StoredJob::job)
                .toList();
    }

    void restart() {
        state.crash(0);
        long now = bench.now;
        bench = new EngineBench(EngineBench.SETTINGS, state);
        bench.now = now;
        bench.tick();
    }
}
