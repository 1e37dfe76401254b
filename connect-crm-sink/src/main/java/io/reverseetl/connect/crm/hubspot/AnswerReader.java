// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.http.RetryAfter;
import io.reverseetl.connect.crm.hubspot.AnswerStatus.Action;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.BatchOutcome.RetryAll.Trouble;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says what an answer to a batch of writes means. */
final class AnswerReader {

    /** A server that asks for a longer wait is asked again after this one. */
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);

    private static final Duration ONE_DAY = Duration.ofDays(1);

    /** The quota's day ends at midnight in the account's time zone, which HubSpot does not tell. */
    private static final Duration UNTIL_ASKED_AGAIN = Duration.ofHours(1);

    private static final Duration LEAST_WAIT_WHEN_LOCKED = Duration.ofSeconds(2);

    private final AdapterSettings settings;
    private final ObjectMapper json;
    private final Clock clock;
    private final Advice advice;

    AnswerReader(Advice advice, ObjectMapper json, Clock clock) {
        this.settings = advice.settings();
        this.json = json;
        this.clock = clock;
        this.advice = advice;
    }

    /** What an answer means, and what it says of the quota. */
    CrmAnswer answer(CrmBatch batch, HttpAnswer answer) {
        return new CrmAnswer(read(batch, answer), RateLimitHeaders.of(answer));
    }

    /** What became of each write, and what the last answer says of the quota. */
    static CrmAnswer perRecord(Map<String, WriteResult> results, HttpAnswer answer) {
        return new CrmAnswer(new BatchOutcome.PerRecord(results), RateLimitHeaders.of(answer));
    }

    /** Whether an answer with this status says what became of each input. */
    static boolean hasResults(int status) {
        return status == 200 || status == 201 || status == 207;
    }

    BatchOutcome read(CrmBatch batch, HttpAnswer answer) {
        int status = answer.status();
        Optional<JsonNode> body = parse(answer.body());
        if (hasResults(status)) {
            return body.map(found -> results(batch, found).read(status, found))
                    .orElseGet(() -> retry(Optional.empty(), "ANSWER_NOT_JSON", status, ""));
        }
        HubSpotError error = HubSpotError.of(body.orElseGet(json::createObjectNode), sentNames(batch));
        if (isPassing(status)) {
            return passing(answer, error, body);
        }
        return error.isAboutMissingObject() && batch.operation() != Operation.UPSERT
                ? missing(batch, error, status)
                : lasting(batch, status, error);
    }

    private BatchResults results(CrmBatch batch, JsonNode answer) {
        // Only what is said of errors has to be compared with what was sent.
        Set<String> sentNames = answer.path("errors").isEmpty() ? Set.of() : sentNames(batch);
        return new BatchResults(batch, settings.idProperty(), advice, sentNames);
    }

    /** An update of objects of which at least one does not exist. */
    private static BatchOutcome missing(CrmBatch batch, HubSpotError error, int status) {
        Optional<WriteResult> meaning = BatchResults.ofMissing(batch.operation());
        return meaning.isPresent() && batch.writes().size() == 1
                ? new BatchOutcome.PerRecord(Map.of(batch.writes().get(0).externalId(), meaning.get()))
                : new BatchOutcome.Refused(error.reason(status));
    }

    /** Whether the same request may succeed later. */
    static boolean isPassing(int status) {
        return AnswerStatus.of(status).action() == Action.RETRY;
    }

    private BatchOutcome passing(HttpAnswer answer, HubSpotError error, Optional<JsonNode> body) {
        int status = answer.status();
        boolean daily = status == 429
                && body.map(found -> found.path("policyName").asText(""))
                        .orElse("")
                        .equals("DAILY");
        if (daily) {
            Duration wait = RetryAfter.of(answer, clock, ONE_DAY).orElse(UNTIL_ASKED_AGAIN);
            return tooMany(Optional.of(wait), "DAILY_QUOTA_USED_UP", error.requestId());
        }
        Optional<Duration> after = RetryAfter.of(answer, clock, LONGEST_RETRY_AFTER);
        if (status == 429) {
            return tooMany(after, "HTTP_429", error.requestId());
        }
        if (status == 423) {
            after = Optional.of(after.filter(wait -> wait.compareTo(LEAST_WAIT_WHEN_LOCKED) > 0)
                    .orElse(LEAST_WAIT_WHEN_LOCKED));
        }
        return retry(after, "HTTP_" + status, status, error.requestId());
    }

    private static BatchOutcome tooMany(Optional<Duration> after, String code, String requestId) {
        return new BatchOutcome.RetryAll(after, Reason.unavailable(code, 429, requestId), Trouble.TOO_MANY);
    }

    private BatchOutcome lasting(CrmBatch batch, int status, HubSpotError error) {
        return switch (AnswerStatus.of(status)) {
            case UNAUTHORIZED -> new BatchOutcome.Failed(advice.tokenRefused(error.requestId()));
            case FORBIDDEN -> new BatchOutcome.Failed(advice.scopeMissing(error.requestId()));
            case NOT_FOUND -> new BatchOutcome.Failed(advice.objectUnknown(status));
            case BAD_REQUEST, CONFLICT, TOO_LARGE, UNPROCESSABLE -> refused(batch, status, error);
            case REDIRECT -> new BatchOutcome.Failed(advice.redirected(status));
            default -> new BatchOutcome.Failed(advice.notUnderstood(status, error.requestId()));
        };
    }

    /** Some record is to blame, unless the config is: then each record would be refused, and none should be. */
    private BatchOutcome refused(CrmBatch batch, int status, HubSpotError error) {
        if (error.isAboutEveryRecord()) {
            return new BatchOutcome.Failed(advice.aboutEveryRecord(error));
        }
        return error.isAboutIdProperty()
                ? new BatchOutcome.Failed(advice.idPropertyNotUnique())
                : new BatchOutcome.Refused(reason(batch.operation(), status, error));
    }

    /** Why HubSpot has refused a record; that it gave no object another one's id is told in words of ours. */
    private Reason reason(Operation operation, int status, HubSpotError error) {
        return operation == Operation.UPDATE_KNOWN && error.isConflict()
                ? advice.idTaken(status, error.requestId())
                : error.reason(status);
    }

    private static BatchOutcome retry(Optional<Duration> after, String code, int status, String requestId) {
        return new BatchOutcome.RetryAll(after, Reason.unavailable(code, status, requestId));
    }

    private Set<String> sentNames(CrmBatch batch) {
        Set<String> names = new HashSet<>();
        names.add(settings.idProperty());
        batch.writes().stream()
                .filter(write -> write.payload() instanceof HubSpotPayload)
                .forEach(write -> names.addAll(
                        ((HubSpotPayload) write.payload()).properties().keySet()));
        return names;
    }

    private Optional<JsonNode> parse(String body) {
        try {
            return Optional.of(json.readTree(body)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            // A page from something between us and HubSpot, or half an answer.
            return Optional.empty();
        }
    }
}
