// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.http.RetryAfter;
import io.reverseetl.connect.crm.salesforce.ErrorCode.Action;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.BatchOutcome.RetryAll.Trouble;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Says what an answer to a batch of writes means. */
final class AnswerReader {

    /** A server that asks for a longer wait is asked again after this one. */
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);

    private static final Duration ONE_DAY = Duration.ofDays(1);

    /** The limit is that of the last 24 hours: when calls come free again depends on when others were made. */
    private static final Duration UNTIL_ASKED_AGAIN = Duration.ofHours(1);

    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    /** No error is named for it in the answer, whose body is a list of addresses. */
    private static final int SEVERAL_RECORDS = 300;

    private final SalesforceCalls calls;
    private final Clock clock;
    private final Advice advice;

    AnswerReader(Advice advice, SalesforceCalls calls, Clock clock) {
        this.advice = advice;
        this.calls = calls;
        this.clock = clock;
    }

    CrmAnswer read(CrmBatch batch, HttpAnswer answer) {
        return new CrmAnswer(outcome(batch, answer), LimitHeader.of(answer));
    }

    private BatchOutcome outcome(CrmBatch batch, HttpAnswer answer) {
        Optional<JsonNode> body = calls.parse(answer);
        if (answer.status() == 200) {
            return body.filter(JsonNode::isArray)
                    .map(results -> results(batch, results))
                    .orElseGet(() -> retry(Optional.empty(), "ANSWER_NOT_UNDERSTOOD", 200));
        }
        return refusal(answer, sentNames(batch.writes()));
    }

    /**
     * What an answer with an error status means for all that was asked.
     *
     * @param sent names of fields that an error may be about
     */
    BatchOutcome refusal(HttpAnswer answer, Set<String> sent) {
        return refusal(answer, calls.parse(answer).flatMap(errors -> SalesforceError.first(errors, sent)));
    }

    /** Results are in the order of the writes. If there are more or fewer, nobody can tell whose they are. */
    private BatchOutcome results(CrmBatch batch, JsonNode answer) {
        if (answer.size() != batch.writes().size()) {
            return retry(Optional.empty(), "NOTHING_ACCOUNTED", 200);
        }
        // Only what is said of errors has to be compared with what was sent.
        Set<String> sent = allSucceeded(answer) ? Set.of() : sentNames(batch.writes());
        Map<String, WriteResult> results = new HashMap<>();
        for (int i = 0; i < answer.size(); i++) {
            CrmWrite write = batch.writes().get(i);
            results.put(write.externalId(), result(batch.operation(), answer.get(i), sent));
        }
        return new BatchOutcome.PerRecord(results);
    }

    private static boolean allSucceeded(JsonNode answer) {
        return StreamSupport.stream(answer.spliterator(), false).allMatch(AnswerReader::succeeded);
    }

    private static boolean succeeded(JsonNode result) {
        return result.path("success").booleanValue();
    }

    private WriteResult result(Operation operation, JsonNode result, Set<String> sent) {
        String id = result.path("id").asText("");
        if (succeeded(result)) {
            // Only an upsert has to say which it was.
            boolean created =
                    operation == Operation.INSERT || result.path("created").asBoolean(false);
            return new WriteResult.Written(id, created);
        }
        SalesforceError error = SalesforceError.first(result.path("errors"), sent)
                .orElseGet(() -> new SalesforceError("NO_REASON_GIVEN", List.of(), ""));
        if (operation == Operation.DELETE && error.is(ErrorCode.ENTITY_IS_DELETED)) {
            // By an earlier attempt, of which no answer came, or by somebody else.
            return new WriteResult.Written(id, false);
        }
        return result(error);
    }

    /** What an error of one record means for it. */
    WriteResult result(SalesforceError error) {
        Reason reason = error.reason(200);
        return switch (error.action()) {
            case RETRY -> new WriteResult.Retryable(Optional.empty(), reason);
            case REJECT -> new WriteResult.Rejected(reason);
            case FAIL -> new WriteResult.Fatal(advice.failed(error, 200));
        };
    }

    private BatchOutcome refusal(HttpAnswer answer, Optional<SalesforceError> named) {
        int status = answer.status();
        SalesforceError error = named.orElseGet(() -> new SalesforceError("", List.of(), ""));
        if (error.is(ErrorCode.REQUEST_LIMIT_EXCEEDED)) {
            return limited(answer, error);
        }
        if (isPassing(status) || error.action() == Action.RETRY) {
            return retry(
                    RetryAfter.of(answer, clock, LONGEST_RETRY_AFTER),
                    error.code().isEmpty() ? "HTTP_" + status : error.code(),
                    status);
        }
        return switch (status) {
            case SEVERAL_RECORDS ->
                new BatchOutcome.Refused(Reason.validation(ErrorCode.MULTIPLE_CHOICES.name(), List.of(), status, ""));
            case 400, 409, 413, 414, 422, 431 ->
                error.action() == Action.FAIL
                        ? new BatchOutcome.Failed(advice.failed(error, status))
                        : new BatchOutcome.Refused(error.reason(status));
            case 401 -> new BatchOutcome.Failed(advice.tokenRefused());
            case 403 -> new BatchOutcome.Failed(advice.failed(error, status));
            case 404 -> new BatchOutcome.Failed(advice.objectUnknown(status));
            default ->
                new BatchOutcome.Failed(
                        status > 300 && status < 400 ? advice.redirected(status) : advice.notUnderstood(status));
        };
    }

    /** Too many at a time pass in a moment; those of the day are used up for hours. */
    private BatchOutcome limited(HttpAnswer answer, SalesforceError error) {
        boolean concurrent = error.isAboutConcurrency();
        Optional<Duration> after = concurrent
                ? RetryAfter.of(answer, clock, LONGEST_RETRY_AFTER)
                : Optional.of(RetryAfter.of(answer, clock, ONE_DAY).orElse(UNTIL_ASKED_AGAIN));
        String code = concurrent ? "CONCURRENT_REQUESTS" : "DAILY_QUOTA_USED_UP";
        return new BatchOutcome.RetryAll(after, Reason.unavailable(code, answer.status(), ""), Trouble.TOO_MANY);
    }

    /** Whether the same request may succeed later. */
    static boolean isPassing(int status) {
        return status >= 500 || PASSING.contains(status);
    }

    static BatchOutcome retry(Optional<Duration> after, String code, int status) {
        return new BatchOutcome.RetryAll(after, Reason.unavailable(code, status, ""));
    }

    /** A name in an error is believed to be one if we have sent it, as a part of a path too. */
    Set<String> sentNames(List<CrmWrite> writes) {
        Set<String> names = new HashSet<>();
        names.add(advice.settings().idProperty());
        for (CrmWrite write : writes) {
            for (String name : ((SalesforcePayload) write.payload()).fields().keySet()) {
                FieldName parsed = FieldName.of(name);
                names.add(name);
                names.add(parsed.field());
                if (parsed.isReference()) {
                    names.add(parsed.lookupField());
                }
            }
        }
        return names;
    }
}
