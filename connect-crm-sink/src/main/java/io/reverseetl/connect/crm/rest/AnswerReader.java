// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.rest.RestSettings.Job;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmJob;
import io.reverseetl.connect.crm.spi.CrmWrite;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads what became of a call and of the records in it. */
final class AnswerReader {

    private static final Duration FIRST_QUESTION = Duration.ofMillis(500);

    private final RestSettings rest;
    private final Advice advice;
    private final ObjectMapper json;
    private final Outcomes outcomes;
    private final ResultReader results;

    AnswerReader(RestSettings rest, Advice advice, ObjectMapper json, Outcomes outcomes) {
        this.rest = rest;
        this.advice = advice;
        this.json = json;
        this.outcomes = outcomes;
        this.results = new ResultReader(rest, advice, outcomes);
    }

    /** Finds out what became of each record of a call that writes. */
    BatchOutcome read(CallTemplate call, List<CrmWrite> writes, HttpAnswer answer) {
        Optional<JsonNode> body =
                bodyOf(answer, rest.job().isPresent() || rest.results().areRead());
        return trouble(call, answer, body)
                .or(() -> accepted(writes, answer, body.orElseThrow()))
                .orElseGet(() -> results.writes(writes, answer, body.orElseThrow()));
    }

    /** The job that the CRM has made of a request; nothing if it has carried it out already. */
    private Optional<BatchOutcome> accepted(List<CrmWrite> writes, HttpAnswer answer, JsonNode body) {
        return rest.job().flatMap(job -> accepted(job, writes, answer, body));
    }

    private Optional<BatchOutcome> accepted(Job job, List<CrmWrite> writes, HttpAnswer answer, JsonNode body) {
        JsonNode id = body.at(job.id());
        if (CallTemplate.fitsInPath(id.asText(""))) {
            CrmJob made =
                    new CrmJob(advice.settings().object(), writes.get(0).operation(), id.asText(), outcomes.now());
            return Optional.of(
                    new BatchOutcome.Accepted(made, outcomes.after(answer).orElse(FIRST_QUESTION), true));
        }
        // A job that runs under no name has carried out nothing yet.
        return job.running().contains(body.at(job.status()).asText(""))
                ? Optional.of(outcomes.retry(answer, OwnCode.JOB_NOT_UNDERSTOOD.name()))
                : Optional.empty();
    }

    /**
     * Finds out what became of a job.
     *
     * @param writes none if an earlier task began it
     */
    BatchOutcome readJob(CrmJob job, List<CrmWrite> writes, HttpAnswer answer) {
        Job asked = rest.job().orElseThrow();
        if (writes.isEmpty() && ResultReader.isGone(String.valueOf(answer.status()))) {
            // It is long over, and the CRM has forgotten it.
            return new BatchOutcome.PerRecord(Map.of());
        }
        Optional<JsonNode> body = bodyOf(answer, true);
        return trouble(asked.call(), answer, body)
                // It is the question that is refused; what is in the job may be carried out all the same.
                .map(trouble -> trouble instanceof BatchOutcome.Refused
                        ? new BatchOutcome.Failed(advice.ofStatus(asked.call(), answer.status(), ""))
                        : trouble)
                .orElseGet(() -> proceeded(job, asked, writes, answer, body.orElseThrow()));
    }

    private BatchOutcome proceeded(CrmJob job, Job asked, List<CrmWrite> writes, HttpAnswer answer, JsonNode body) {
        String status = body.at(asked.status()).asText("");
        if (status.isEmpty()) {
            return outcomes.retry(answer, OwnCode.JOB_NOT_UNDERSTOOD.name());
        }
        if (asked.running().contains(status)) {
            // Sent once more it could overtake itself, as nobody knows when the first one will be carried out.
            return outcomes.now().isAfter(job.since().plus(asked.timeout()))
                    ? new BatchOutcome.Failed(advice.ofLateJob(job))
                    : new BatchOutcome.Accepted(job, outcomes.after(answer).orElse(Duration.ZERO), true);
        }
        Verdict verdict = rest.statuses().of(status).orElse(Verdict.FATAL);
        return switch (verdict) {
            case WRITTEN ->
                job.operation().removes()
                        ? results.deletes(writes, answer, body)
                        : results.writes(writes, answer, body);
            case RETRY -> ResultReader.each(writes, outcomes.retryable(answer, status));
            case REFUSED -> outcomes.refused(answer, status);
            case FATAL -> new BatchOutcome.Failed(advice.ofJob(status));
        };
    }

    /** Finds out whether objects have been deleted: an answer without results speaks for all of them. */
    BatchOutcome readDelete(CallTemplate call, List<CrmWrite> writes, HttpAnswer answer) {
        boolean read = rest.job().isPresent()
                || results.listOfDeletes().isPresent()
                || rest.results().error().isPresent();
        Optional<JsonNode> body = bodyOf(answer, read);
        return trouble(call, answer, body)
                .or(() -> accepted(writes, answer, body.orElseThrow()))
                .orElseGet(() -> results.deletes(writes, answer, body.orElseThrow()));
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
            case RETRY -> Optional.of(outcomes.retry(answer, code.isEmpty() ? "HTTP_" + answer.status() : code));
            case REFUSED -> Optional.of(outcomes.refused(answer, code));
            case FATAL -> Optional.of(new BatchOutcome.Failed(advice.ofStatus(call, answer.status(), code)));
            case WRITTEN ->
                error.isPresent()
                        ? Optional.of(outcomes.refused(answer, code))
                        : body.isPresent()
                                ? Optional.empty()
                                : Optional.of(outcomes.retry(answer, OwnCode.ANSWER_NOT_JSON.name()));
        };
    }

    private Verdict ofStatus(int status) {
        return rest.statuses().of(String.valueOf(status)).orElse(Verdict.FATAL);
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
}
