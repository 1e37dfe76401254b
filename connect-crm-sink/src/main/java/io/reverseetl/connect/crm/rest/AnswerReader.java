// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.http.RetryAfter;
import io.reverseetl.connect.crm.rest.RestSettings.Delete;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.BatchOutcome.RetryAll.Trouble;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads what became of a call and of the records in it. */
final class AnswerReader {

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);

    private final RestSettings rest;
    private final Advice advice;
    private final ObjectMapper json;
    private final Clock clock;

    AnswerReader(RestSettings rest, Advice advice, ObjectMapper json, Clock clock) {
        this.rest = rest;
        this.advice = advice;
        this.json = json;
        this.clock = clock;
    }

    /** Finds out what became of each record of a call that writes. */
    BatchOutcome read(CallTemplate call, List<CrmWrite> writes, HttpAnswer answer) {
        Optional<JsonNode> body = bodyOf(answer, rest.results().areRead());
        return trouble(call, answer, body).orElseGet(() -> results(writes, answer, body.orElseThrow()));
    }

    /** Finds out whether objects have been deleted: an answer without results speaks for all of them. */
    BatchOutcome readDelete(CallTemplate call, List<CrmWrite> writes, HttpAnswer answer) {
        Optional<JsonPointer> list = rest.delete()
                .filter(Delete::isBatch)
                .flatMap(batch -> rest.results().list());
        Optional<JsonNode> body =
                bodyOf(answer, list.isPresent() || rest.results().error().isPresent());
        return trouble(call, answer, body)
                .orElseGet(() -> list.map(body.orElseThrow()::at)
                        .filter(results -> !results.isMissingNode())
                        .map(results -> deleted(found(writes, results), answer))
                        .orElseGet(() -> all(writes)));
    }

    private BatchOutcome deleted(Map<String, JsonNode> found, HttpAnswer answer) {
        Map<String, WriteResult> results = new HashMap<>();
        found.forEach((id, result) -> results.put(
                id, isGone(statusOf(answer, result)) ? new WriteResult.Written("", false) : result(answer, result)));
        return new BatchOutcome.PerRecord(results);
    }

    /** Whether a status says that there is no such object. */
    static boolean isGone(String status) {
        return status.equals("404") || status.equals("410");
    }

    private static BatchOutcome all(List<CrmWrite> writes) {
        Map<String, WriteResult> results = new HashMap<>();
        writes.forEach(write -> results.put(write.externalId(), new WriteResult.Written("", false)));
        return new BatchOutcome.PerRecord(results);
    }

    /** The answer's body: a missing node if there is none or nobody asks for it, nothing if it is not JSON. */
    Optional<JsonNode> bodyOf(HttpAnswer answer, boolean needed) {
        // A page with status 200 is from something between us and the CRM, whatever one makes of its body.
        boolean page = answer.header("content-type")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .contains("html");
        if (page || (needed && !answer.body().isBlank())) {
            try {
                return Optional.of(json.readTree(answer.body()));
            } catch (JsonProcessingException e) {
                return Optional.empty();
            }
        }
        return Optional.of(MissingNode.getInstance());
    }

    /** What stands against all that was asked for; nothing if the CRM has done it, or says of each record what it has. */
    Optional<BatchOutcome> trouble(CallTemplate call, HttpAnswer answer, Optional<JsonNode> body) {
        Optional<String> error = body.flatMap(this::error);
        String code = error.orElse("");
        Verdict verdict = error.flatMap(rest.statuses()::of)
                // An error is none that was written: JSON-RPC servers use 200 as a code of errors.
                .filter(found -> found != Verdict.WRITTEN)
                .orElseGet(() -> ofStatus(answer.status()));
        return switch (verdict) {
            case RETRY -> Optional.of(retry(answer, code.isEmpty() ? "HTTP_" + answer.status() : code));
            case REFUSED -> Optional.of(refused(answer, code));
            case FATAL -> Optional.of(new BatchOutcome.Failed(advice.ofStatus(call, answer.status(), code)));
            case WRITTEN ->
                error.isPresent()
                        ? Optional.of(refused(answer, code))
                        : body.isPresent()
                                ? Optional.empty()
                                : Optional.of(retry(answer, OwnCode.ANSWER_NOT_JSON.name()));
        };
    }

    private Verdict ofStatus(int status) {
        return rest.statuses().of(String.valueOf(status)).orElse(Verdict.FATAL);
    }

    private BatchOutcome results(List<CrmWrite> writes, HttpAnswer answer, JsonNode body) {
        Optional<JsonNode> list = rest.results().list().map(body::at);
        if (list.isEmpty() && writes.size() > 1) {
            return together(writes, answer, body);
        }
        Map<String, JsonNode> found = list.isPresent() && rest.write().isBatch()
                ? found(writes, list.get())
                : Map.of(writes.get(0).externalId(), list.orElse(body));
        Map<String, WriteResult> results = new HashMap<>();
        found.forEach((id, result) -> {
            if (list.isEmpty() || !result.isMissingNode()) {
                results.put(id, result(answer, result));
            }
        });
        return new BatchOutcome.PerRecord(results);
    }

    /** One status that speaks for all records of the request. */
    private BatchOutcome together(List<CrmWrite> writes, HttpAnswer answer, JsonNode body) {
        String status = statusOf(answer, body);
        Verdict verdict = rest.statuses().of(status).orElse(Verdict.REFUSED);
        if (verdict == Verdict.WRITTEN) {
            return all(writes);
        }
        return switch (verdict) {
            case RETRY -> retry(answer, status);
            case FATAL -> new BatchOutcome.Failed(advice.ofRecord(status));
            default -> refused(answer, status);
        };
    }

    /** The results by the external id that each is about; a write whose result cannot be told for sure has none. */
    private Map<String, JsonNode> found(List<CrmWrite> writes, JsonNode list) {
        Map<String, JsonNode> found = new HashMap<>();
        if (list.isObject()) {
            list.properties().forEach(member -> found.put(member.getKey(), member.getValue()));
        } else if (rest.results().key().isPresent()) {
            JsonPointer key = rest.results().key().get();
            list.forEach(result -> found.put(result.at(key).asText(""), result));
        } else if (list.isArray() && list.size() == writes.size()) {
            for (int i = 0; i < writes.size(); i++) {
                found.put(writes.get(i).externalId(), list.get(i));
            }
        }
        found.keySet().retainAll(writes.stream().map(CrmWrite::externalId).toList());
        return found;
    }

    private WriteResult result(HttpAnswer answer, JsonNode result) {
        String status = statusOf(answer, result);
        return switch (rest.statuses().of(status).orElse(Verdict.REFUSED)) {
            case WRITTEN ->
                new WriteResult.Written(
                        rest.results()
                                .id()
                                .map(result::at)
                                .map(JsonNode::asText)
                                .orElse(""),
                        status.equals("201"));
            case RETRY ->
                new WriteResult.Retryable(
                        after(answer), Reason.unavailable(status, answer.status(), requestId(answer)));
            case REFUSED -> new WriteResult.Rejected(reason(answer, status));
            case FATAL -> new WriteResult.Fatal(advice.ofRecord(status));
        };
    }

    /** What a result says of itself, or the answer's own status if it says nothing. */
    private String statusOf(HttpAnswer answer, JsonNode result) {
        return rest.results()
                .status()
                .map(result::at)
                .filter(status -> status.isValueNode() && !status.isNull())
                .map(JsonNode::asText)
                .orElse(String.valueOf(answer.status()));
    }

    /** The code of an error that is about all of an answer; empty if there is none. */
    String code(JsonNode body) {
        return error(body).orElse("");
    }

    /** The code of an error; empty if it has none, nothing if there is no error. */
    private Optional<String> error(JsonNode body) {
        return rest.results().error().map(body::at).flatMap(AnswerReader::codeAt);
    }

    private static Optional<String> codeAt(JsonNode at) {
        boolean none = at.isMissingNode()
                || at.isNull()
                || (at.isBoolean() && !at.booleanValue())
                || (at.isTextual() && at.textValue().isEmpty())
                || (at.isContainerNode() && at.isEmpty());
        return none ? Optional.empty() : Optional.of(at.asText(""));
    }

    BatchOutcome retry(HttpAnswer answer, String code) {
        return new BatchOutcome.RetryAll(
                after(answer),
                Reason.unavailable(code, answer.status(), requestId(answer)),
                answer.status() == 429 ? Trouble.TOO_MANY : Trouble.DOWN);
    }

    private static BatchOutcome refused(HttpAnswer answer, String code) {
        return new BatchOutcome.Refused(reason(answer, code));
    }

    static Reason reason(HttpAnswer answer, String code) {
        return Reason.validation(code, List.of(), answer.status(), requestId(answer));
    }

    private Optional<Duration> after(HttpAnswer answer) {
        return RetryAfter.of(answer, clock, LONGEST_RETRY_AFTER);
    }

    private static String requestId(HttpAnswer answer) {
        return answer.header("x-request-id").orElse("");
    }
}
