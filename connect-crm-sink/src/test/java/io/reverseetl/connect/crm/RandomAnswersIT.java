// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.Testimony.Heard;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmAdapter;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Preparation;
import io.reverseetl.connect.crm.spi.WriteResult;
import io.reverseetl.testing.crm.SimulatorSettings;
import io.reverseetl.testing.crm.hubspot.InvalidRecords;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Answers that no CRM gives, made of those that the simulator does: whatever an adapter is told, it ends each batch in an
 * outcome about the records of that batch, after few calls, takes none for written that the CRM has not said so of, and says
 * nothing of what an answer quotes. A failure names its seed, which {@code -Dfuzz.seed} plays again; {@code -Dfuzz.rounds} plays more.
 */
class RandomAnswersIT {

    private static final int BATCHES_A_SEED = 60;
    private static final int MOST_QUESTIONS = 5;
    private static final int RECORDS = 12;

    /** One more than Salesforce takes without a job. */
    private static final int MOST_RECORDS = 201;

    /** More than any batch takes that is answered by a server in its right mind. */
    private static final int MOST_CALLS = 200;

    private static final String SECRET = SimulatedCrm.TOKEN;

    private static final Simulator SIMULATOR =
            new Simulator(SimulatorSettings.defaults().withInvalidRecords(InvalidRecords.PARTIAL));
    private static final Relay RELAY = new Relay(SIMULATOR.url());

    /** What the simulator says to a request: asked once only, as that takes longer than all the rest. */
    private static final Map<AnsweringServer.Request, SpoiltAnswer.Right> RIGHT = new ConcurrentHashMap<>();

    static Stream<Arguments> seeds() {
        long first = Long.getLong("fuzz.seed", 1);
        return LongStream.range(first, first + Long.getLong("fuzz.rounds", 5))
                .boxed()
                .flatMap(seed -> Stream.of(SimulatedCrm.values()).map(crm -> Arguments.of(crm, seed)));
    }

    @BeforeAll
    static void createCompanies() {
        SIMULATOR.createProperty("companies", "company_no");
        SIMULATOR.upsert("companies", "company_no", "120");
        SIMULATOR.upsert("companies", "company_no", "121");
    }

    @AfterAll
    static void close() {
        SIMULATOR.close();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void every_batch_has_an_outcome_after_few_calls(SimulatedCrm crm, long seed) throws Exception {
        Random random = new Random(seed);
        SpoiltAnswer spoilt = new SpoiltAnswer(random, SECRET, SpoiltAnswer.WAITS);
        List<Heard> heard = new CopyOnWriteArrayList<>();
        try (AnsweringServer server = new AnsweringServer(request -> {
            SpoiltAnswer.Wrong wrong = spoilt.of(RIGHT.computeIfAbsent(request, RELAY::ask));
            heard.add(new Heard(request, wrong.status, wrong.body));
            return wrong.onTheWire;
        })) {
            SinkSettings settings =
                    SinkConfig.read(crm.config(server.url())).settings().orElseThrow();
            ObjectSettings object = settings.objects().get(0);
            try (HttpTransport transport =
                    new HttpTransport(settings.authorization(), settings.http().withTimeout(Duration.ofSeconds(10)))) {
                CrmAdapter adapter = settings.provider().create(object.crm(), transport, Clock.systemUTC());
                List<Operation> operations = settings.provider().operations(object.name()).stream()
                        .filter(operation -> operation != Operation.INSERT && operation != Operation.CLEAR)
                        .filter(operation -> !operation.removes() || crm.removes())
                        .sorted()
                        .toList();
                for (int i = 0; i < BATCHES_A_SEED; i++) {
                    // Given
                    heard.clear();
                    CrmBatch batch = batch(i, crm, random, operations, adapter, object.name());

                    // When
                    try {
                        BatchOutcome outcome = outcome(adapter, batch);

                        // Then
                        assertSound(outcome, batch, Testimony.of(crm, batch, heard));
                        assertThat(heard).hasSizeLessThan(MOST_CALLS);
                    } catch (Exception | AssertionError e) {
                        throw new AssertionError(
                                "Run again with -Dfuzz.seed=" + seed + ": " + crm + ", batch " + i + " of "
                                        + batch.operation() + " to " + heard,
                                e);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void every_record_is_done_with_or_the_task_says_why_not(SimulatedCrm crm, long seed) {
        SpoiltAnswer spoilt = new SpoiltAnswer(new Random(seed), SECRET, List.of());
        try (AnsweringServer server = new AnsweringServer(
                        request -> spoilt.of(RIGHT.computeIfAbsent(request, RELAY::ask)).onTheWire);
                TaskBench bench = new TaskBench()) {
            // Given
            Map<String, String> config = crm.config(server.url());
            config.put("retry.backoff.ms", "1");
            config.put("retry.backoff.max.ms", "5");
            config.put("retry.timeout.ms", "300");
            config.put("retry.timeout.action", "reject");
            config.put("breaker.failures", "10000");
            bench.start(config);

            // When
            for (int i = 0; i < RECORDS; i++) {
                bench.put(TaskBench.record(0, i, "p" + i + "@example.org", Map.of(crm.field(), SECRET + i)));
            }
            bench.awaitCommittable(TaskBench.P0, RECORDS);

            // Then
            bench.context.reported.values().forEach(RandomAnswersIT::assertDiscreet);
        } catch (ConnectException e) {
            // Then
            assertThat(e.getMessage()).as("-Dfuzz.seed=%s", seed).doesNotContain("please report it");
            assertDiscreet(e.getMessage());
        }
    }

    /** @param number of the batch: an adapter may remember what it has written of a record */
    private static CrmBatch batch(
            int number,
            SimulatedCrm crm,
            Random random,
            List<Operation> operations,
            CrmAdapter adapter,
            String object) {
        Operation operation = operations.get(random.nextInt(operations.size()));
        int size = crm == SimulatedCrm.SALESFORCE && operation == Operation.UPSERT && random.nextBoolean()
                ? MOST_RECORDS
                : new int[] {1, 2, 5}[random.nextInt(3)];
        List<CrmWrite> writes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String id = "p" + i + "@example.org";
            Map<String, Object> fields = new HashMap<>(Map.of(crm.field(), SECRET + i));
            if (crm == SimulatedCrm.ASSOCIATIONS) {
                fields.put("company", "12" + i);
            }
            Payload payload = operation.removes()
                    ? adapter.removal(operation)
                    : adapter.prepare(new HashMap<>(fields)).fold(Preparation.Ready::payload, unfit -> {
                        throw new AssertionError(unfit.reason().toString());
                    });
            String crmId = operation == Operation.UPDATE_KNOWN ? "10" + i : "";
            writes.add(new CrmWrite(id, crmId, "people-0-" + (number * MOST_RECORDS + i), operation, payload));
        }
        return new CrmBatch(object, writes);
    }

    private static BatchOutcome outcome(CrmAdapter adapter, CrmBatch batch) throws Exception {
        BatchOutcome outcome = await(adapter.send(batch));
        for (int i = 0; i < MOST_QUESTIONS && outcome instanceof BatchOutcome.Accepted accepted; i++) {
            outcome = await(adapter.ask(accepted.job(), batch.writes()));
        }
        return outcome;
    }

    private static BatchOutcome await(CompletionStage<CrmAnswer> answer) throws Exception {
        return answer.toCompletableFuture().get(30, TimeUnit.SECONDS).outcome();
    }

    private static void assertSound(BatchOutcome outcome, CrmBatch batch, Testimony testimony) {
        outcome.match(
                perRecord -> {
                    Map<String, CrmWrite> writes = batch.writes().stream()
                            .collect(Collectors.toMap(CrmWrite::externalId, Function.identity()));
                    assertThat(perRecord.byExternalId().keySet()).isSubsetOf(writes.keySet());
                    perRecord.byExternalId().forEach((id, result) -> assertSound(result, writes.get(id), testimony));
                },
                refused -> assertDiscreet(refused.reason().toString()),
                retryAll -> assertDiscreet(retryAll.reason().toString()),
                accepted -> assertThat(accepted.after()).isLessThan(Duration.ofHours(1)),
                failed -> assertDiscreet(failed.message()));
    }

    private static void assertSound(WriteResult result, CrmWrite write, Testimony testimony) {
        result.match(
                written -> assertThat(testimony.confirms(write, written.crmId()))
                        .as("The CRM says that %s was written as %s", write, written.crmId())
                        .isTrue(),
                rejected -> assertDiscreet(rejected.reason().toString()),
                retryable -> assertDiscreet(retryable.reason().toString()),
                gone -> {},
                fatal -> assertDiscreet(fatal.message()));
    }

    /** A line in words of ours. */
    private static void assertDiscreet(String message) {
        assertThat(message).isNotBlank().hasSizeLessThan(1_000).doesNotContain(SECRET, "\n", "\0", "\tat ", "java.");
    }
}
