// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static io.reverseetl.connect.crm.engine.EngineBench.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reverseetl.connect.crm.limit.Breaker;
import io.reverseetl.connect.crm.limit.Quota;
import io.reverseetl.connect.crm.limit.QuotaSettings;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmAdapter;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Preparation;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult;
import io.reverseetl.connect.crm.spi.WriteResult.Written;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long UNATTENDED = 15_000;

    private final AtomicLong now = new AtomicLong();
    private final OpenCrm crm = new OpenCrm();
    private final EventLoop loop = new EventLoop(
            "loop-under-test",
            EngineBench.SETTINGS,
            crm,
            StateStore.NONE,
            new NoOutcomes(),
            now::get,
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), new Random(0)),
            new Quota(QuotaSettings.wholeAccount(), now::get),
            new Breaker(20, Duration.ofSeconds(30), now::get),
            UNATTENDED,
            () -> {});

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void what_is_handed_over_is_sent_and_its_offset_becomes_safe() {
        // When
        accept(0, "ada");
        crm.awaitCall().complete(crm.allWritten());

        // Then
        await().atMost(PATIENCE)
                .until(() -> Long.valueOf(1).equals(loop.status().safeOffsets().get(P0)));
    }

    @Test
    void a_farewell_is_over_when_the_last_request_has_been_answered() throws Exception {
        // Given
        accept(0, "ada");
        CompletableFuture<CrmAnswer> call = crm.awaitCall();
        CompletableFuture<Void> farewell = loop.forget(Set.of(P0));
        await().atMost(PATIENCE).until(() -> loop.status().safeOffsets().isEmpty());
        assertThat(farewell).isNotDone();

        // When
        call.complete(crm.allWritten());

        // Then
        farewell.get(20, TimeUnit.SECONDS);
    }

    @Test
    void an_error_of_the_adapter_fails_the_task_with_its_cause() {
        // Given
        accept(0, "ada");
        IllegalStateException error = new IllegalStateException("unexpected");

        // When
        crm.awaitCall().completeExceptionally(error);

        // Then
        await().atMost(PATIENCE).until(() -> loop.status().failure().isPresent());
        assertThat(loop.status().failure().orElseThrow().cause()).isSameAs(error);
    }

    @Test
    void an_error_within_the_loop_fails_the_task_with_its_cause() {
        // Given
        crm.failure = new IllegalStateException("unexpected");

        // When
        accept(0, "ada");

        // Then
        await().atMost(PATIENCE).until(() -> loop.status().failure().isPresent());
        assertThat(loop.status().failure().orElseThrow().cause()).isSameAs(crm.failure);
    }

    @Test
    void nothing_is_sent_for_a_task_that_shows_no_sign_of_life() {
        // Given
        now.addAndGet(UNATTENDED);
        accept(0, "ada");
        await().atMost(PATIENCE).until(() -> loop.status().handovers() == 1);
        assertThat(crm.calls).isEmpty();

        // When
        loop.attend();

        // Then
        assertThat(crm.awaitCall()).isNotDone();
    }

    private void accept(long offset, String id) {
        loop.accept(List.of(EngineBench.write(P0, offset, id, "n=1")));
    }

    /** A CRM whose calls stay open until the test answers them. */
    private static final class OpenCrm implements CrmAdapter {

        private final Queue<CompletableFuture<CrmAnswer>> calls = new ConcurrentLinkedQueue<>();
        private volatile CrmBatch lastBatch = new CrmBatch("none", List.of());
        private volatile RuntimeException failure;

        @Override
        public Preparation prepare(Map<String, Object> fields) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<CrmAnswer> send(CrmBatch batch) {
            if (failure != null) {
                throw failure;
            }
            CompletableFuture<CrmAnswer> call = new CompletableFuture<>();
            lastBatch = batch;
            calls.add(call);
            return call;
        }

        private CompletableFuture<CrmAnswer> awaitCall() {
            await().atMost(PATIENCE).until(() -> !calls.isEmpty());
            return calls.remove();
        }

        private CrmAnswer allWritten() {
            return CrmAnswer.of(new BatchOutcome.PerRecord(lastBatch.writes().stream()
                    .collect(Collectors.toMap(CrmWrite::externalId, write -> new WriteResult.Written("1", true)))));
        }
    }

    private static final class NoOutcomes implements Outcomes {

        @Override
        public void written(Slot slot, Written result) {}

        @Override
        public void unchanged(Slot slot) {}

        @Override
        public void superseded(Slot slot) {}

        @Override
        public void ignored(Slot slot) {}

        @Override
        public void rejected(Slot slot, Reason reason) {}

        @Override
        public void sent(int records) {}

        @Override
        public void answered(long millis) {}

        @Override
        public void held(long millis, Reason reason) {}

        @Override
        public void breaker(Breaker.State state) {}
    }
}
