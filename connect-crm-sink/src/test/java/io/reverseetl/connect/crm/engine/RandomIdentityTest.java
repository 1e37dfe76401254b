// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.engine.EngineSettings.TimeoutAction;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Many runs in which rows come, get other ids, leave theirs to others and go, while answers are lost, partitions are
 * read again and tasks die. In the end the CRM has one object for each row, under its id, and no other.
 */
class RandomIdentityTest {

    private static final int RUNS = 1_000;

    @Test
    void whatever_happens_each_row_has_one_object_under_its_id_and_no_object_is_left_behind() {
        long firstSeed = Long.getLong("random.seed", System.nanoTime());
        for (long seed = firstSeed; seed < firstSeed + RUNS; seed++) {
            try {
                new Run(seed).play();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("Run again with -Drandom.seed=" + seed, e);
            }
        }
    }

    @Test
    void the_runs_do_meet_what_they_are_for() {
        // Given
        Set<String> met = new TreeSet<>();

        // When
        for (long seed = 0; seed < 50; seed++) {
            Run run = new Run(seed);
            run.play();
            met.addAll(run.met);
        }

        // Then
        assertThat(met)
                .containsExactly("ARCHIVE", "UPDATE_KNOWN", "UPSERT", "answer", "crash", "lost answer", "rebalance");
    }

    /** A table of a few rows whose ids are unique at any time, and the log of its changes. */
    private static final class Run {

        private static final int RECORDS = 50;
        private static final EngineSettings SETTINGS =
                new EngineSettings(4, 1_000_000, 5, 3, 1_000_000, Long.MAX_VALUE, TimeoutAction.FAIL);

        private final Random random;
        private final IdChange onChange;
        private final Map<String, String> rows = new TreeMap<>();
        private final Map<String, String> expected = new TreeMap<>();
        private final List<Intake.Write> log = new ArrayList<>();
        private final FakeState state = new FakeState();
        /** By the CRM's own id: external id and what was said last. */
        private final Map<String, String[]> crm = new HashMap<>();

        private EngineBench bench = new EngineBench(SETTINGS, state);
        private int answered;
        private int objects;
        private int position;
        private int committed;
        /** What has happened. */
        private final Set<String> met = new TreeSet<>();

        Run(long seed) {
            random = new Random(seed);
            onChange = random.nextBoolean() ? IdChange.REKEY : IdChange.ARCHIVE;
            for (int offset = 0; offset < RECORDS; offset++) {
                log.add(change(offset));
            }
        }

        private Intake.Write change(int offset) {
            String key = "k" + random.nextInt(4);
            if (rows.containsKey(key) && random.nextInt(5) == 0) {
                rows.remove(key);
                expected.remove(key);
                return write(offset, key, "", new EngineBench.Gone(), "gone");
            }
            String id = "id" + random.nextInt(6);
            if (rows.containsValue(id)) {
                id = rows.getOrDefault(key, "new" + offset);
            }
            rows.put(key, id);
            expected.put(key, id + "=" + offset);
            return write(offset, key, id, EngineBench.Fields.of("n=" + offset), id + offset);
        }

        private Intake.Write write(int offset, String key, String id, Payload payload, String content) {
            Mark mark = Rows.mark(EngineBench.P0, key, id, content, offset, onChange);
            return new Intake.Write(new EngineBench.At(EngineBench.P0, offset), "contacts", id, payload, mark);
        }

        void play() {
            for (int step = 0; step < 300; step++) {
                switch (random.nextInt(10)) {
                    case 0, 1, 2 -> consume();
                    case 3, 4, 5 -> answer(random.nextInt(4) == 0);
                    case 6, 7 -> state.land(random.nextInt(3));
                    case 8 -> committed = (int) (long) bench.offsets().getOrDefault(EngineBench.P0, 0L + committed);
                    default -> loseTrack();
                }
                bench.after(random.nextInt(10));
            }
            for (int step = 0; position < RECORDS || bench.engine.status().unresolved() > 0; step++) {
                assertThat(step).as("steps until the end").isLessThan(5_000);
                bench.reportAll();
                consume();
                answer(false);
                state.landAll();
                bench.after(1_000);
            }
            assertThat(bench.outcomes.values()).noneMatch(outcome -> outcome.contains("category="));
            assertThat(crm.values().stream().map(object -> object[0] + "=" + object[1]))
                    .containsExactlyInAnyOrderElementsOf(expected.values());
        }

        private void consume() {
            int to = Math.min(RECORDS, position + random.nextInt(6));
            bench.engine.accept(log.subList(position, to));
            position = to;
        }

        private void answer(boolean trouble) {
            if (answered == bench.sent.size()) {
                return;
            }
            Batch batch = bench.sent.get(answered++);
            Map<String, WriteResult> results = new HashMap<>();
            boolean lost = trouble && random.nextBoolean();
            met.add(lost ? "lost answer" : "answer");
            for (CrmWrite write : batch.request().writes()) {
                boolean locked = trouble && !lost && random.nextBoolean();
                results.put(write.externalId(), locked ? EngineBench.retryable() : apply(write));
            }
            bench.complete(
                    batch,
                    lost
                            ? new BatchOutcome.RetryAll(Optional.empty(), Reason.unavailable("HTTP_503", 503, ""))
                            : new BatchOutcome.PerRecord(results));
        }

        private WriteResult apply(CrmWrite write) {
            met.add(write.operation().name());
            Optional<String> holder = crm.entrySet().stream()
                    .filter(object -> object.getValue()[0].equals(write.externalId()))
                    .map(Map.Entry::getKey)
                    .findFirst();
            switch (write.operation()) {
                case ARCHIVE -> {
                    crm.remove(write.crmId());
                    return new WriteResult.Written("", false);
                }
                case UPDATE_KNOWN -> {
                    if (!crm.containsKey(write.crmId())) {
                        return new WriteResult.Gone();
                    }
                    return holder.filter(other -> !other.equals(write.crmId())).isPresent()
                            ? EngineBench.rejected()
                            : store(write.crmId(), write);
                }
                default -> {
                    return store(holder.orElseGet(() -> "crm" + ++objects), write);
                }
            }
        }

        private WriteResult store(String crmId, CrmWrite write) {
            crm.put(crmId, new String[] {
                write.externalId(),
                ((EngineBench.Fields) write.payload()).byName().get("n")
            });
            return new WriteResult.Written(crmId, false);
        }

        /** The consumer is set back, the partition goes and comes back, or the task dies with requests on their way. */
        private void loseTrack() {
            switch (random.nextInt(12)) {
                case 0 -> {
                    met.add("crash");
                    bench.sent.stream()
                            .skip(answered)
                            .filter(batch -> random.nextBoolean())
                            .flatMap(batch -> batch.request().writes().stream())
                            .forEach(this::apply);
                    state.crash(random.nextInt(3));
                    long now = bench.now;
                    bench = new EngineBench(SETTINGS, state);
                    bench.now = now;
                    answered = 0;
                    position = committed;
                }
                case 1 -> {
                    met.add("rebalance");
                    bench.engine.forget(Set.of(EngineBench.P0));
                    state.landAll().reload(EngineBench.P0);
                    bench.outcomes.clear();
                    position = committed;
                }
                default -> {}
            }
        }
    }
}
