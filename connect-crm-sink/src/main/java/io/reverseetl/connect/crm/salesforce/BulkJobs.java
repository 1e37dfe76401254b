// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.BatchOutcome.Accepted;
import io.reverseetl.connect.crm.spi.BatchOutcome.PerRecord;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmJob;
import io.reverseetl.connect.crm.spi.CrmWrite;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Writes a backlog by jobs of Bulk API 2.0:
 *
 * <pre>
 *   begin: create ──► upload the records ──► (the engine stores the job)
 *   ask:   Open ──► UploadComplete ──► InProgress ──► JobComplete │ Failed │ Aborted ──► results
 *            start it                    too long: abort it
 * </pre>
 *
 * <p>A job does nothing before it is told that its upload is complete. One that is asked about is brought on from
 * whatever state it is in, so nothing has to be remembered of it but its id.
 */
final class BulkJobs {

    static final int CALLS_TO_BEGIN = 2;

    private final SalesforceApi api;
    private final String externalIdField;
    private final BulkSettings settings;
    private final SalesforceCalls calls;
    private final AnswerReader answers;
    private final Clock clock;

    BulkJobs(
            SalesforceApi api,
            String externalIdField,
            BulkSettings settings,
            SalesforceCalls calls,
            AnswerReader answers,
            Clock clock) {
        this.api = api;
        this.externalIdField = externalIdField;
        this.settings = settings;
        this.calls = calls;
        this.answers = answers;
        this.clock = clock;
    }

    // --- before it is stored -----------------------------------------------------------------------------------

    CompletionStage<CrmAnswer> begin(CrmBatch batch) {
        Optional<byte[]> csv = BulkCsv.write(batch.writes(), externalIdField);
        if (csv.isEmpty()) {
            // Halves of it will at last be small enough for sObject Collections, which can say it.
            return done(CrmAnswer.of(new BatchOutcome.Refused(BulkResults.NOT_FOR_CSV)));
        }
        Set<String> sent = answers.sentNames(batch.writes());
        return calls.post(api.jobs(), creation(batch.object()), created -> {
            if (created.status() != 200 && created.status() != 201) {
                return refused(created, sent);
            }
            Optional<String> id = text(created, "id").filter(found -> found.matches("\\w{15,18}"));
            return id.isEmpty() ? notUnderstood(created) : upload(batch, id.get(), csv.get(), sent);
        });
    }

    private byte[] creation(String object) {
        Map<String, String> job = new LinkedHashMap<>();
        job.put("object", object);
        job.put("operation", "upsert");
        job.put("externalIdFieldName", externalIdField);
        job.put("contentType", "CSV");
        job.put("lineEnding", "LF");
        return json(job);
    }

    private CompletionStage<CrmAnswer> upload(CrmBatch batch, String id, byte[] csv, Set<String> sent) {
        return calls.putCsv(api.jobRecords(id), csv, uploaded -> {
            if (uploaded.status() != 201 && uploaded.status() != 200) {
                return refused(uploaded, sent);
            }
            CrmJob job = new CrmJob(batch.object(), batch.operation(), id, clock.instant());
            return done(answer(new Accepted(job, Duration.ZERO, false), uploaded));
        });
    }

    // --- once it is stored -------------------------------------------------------------------------------------

    CompletionStage<CrmAnswer> ask(CrmJob job, List<CrmWrite> writes) {
        Set<String> sent = answers.sentNames(writes);
        return calls.get(api.job(job.id()), found -> {
            if (found.status() == 404) {
                // Of another org, or deleted after some days.
                return done(answer(new PerRecord(Map.of()), found));
            }
            if (found.status() != 200) {
                return refused(found, sent);
            }
            return switch (text(found, "state").orElse("")) {
                case "Open" -> bringTo("UploadComplete", job, sent);
                case "UploadComplete", "InProgress" ->
                    isOverdue(job) ? bringTo("Aborted", job, sent) : done(goesOn(job, found));
                case "JobComplete", "Failed", "Aborted" ->
                    new BulkResults(api, externalIdField, calls, answers, job, writes)
                            .read(calls.parse(found).orElseThrow());
                default -> notUnderstood(found);
            };
        });
    }

    private boolean isOverdue(CrmJob job) {
        return clock.instant().isAfter(job.since().plus(settings.timeout()));
    }

    private CompletionStage<CrmAnswer> bringTo(String state, CrmJob job, Set<String> sent) {
        return calls.patch(
                api.job(job.id()),
                json(Map.of("state", state)),
                changed -> changed.status() == 200 ? done(goesOn(job, changed)) : refused(changed, sent));
    }

    private static CrmAnswer goesOn(CrmJob job, HttpAnswer answer) {
        return answer(new Accepted(job, Duration.ZERO, true), answer);
    }

    // --- answers -----------------------------------------------------------------------------------------------

    private CompletionStage<CrmAnswer> refused(HttpAnswer answer, Set<String> sent) {
        return done(answer(answers.refusal(answer, sent), answer));
    }

    private static CompletionStage<CrmAnswer> notUnderstood(HttpAnswer answer) {
        return done(answer(AnswerReader.retry(Optional.empty(), "ANSWER_NOT_UNDERSTOOD", answer.status()), answer));
    }

    private static CrmAnswer answer(BatchOutcome outcome, HttpAnswer answer) {
        return new CrmAnswer(outcome, LimitHeader.of(answer));
    }

    private static CompletionStage<CrmAnswer> done(CrmAnswer answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private Optional<String> text(HttpAnswer answer, String field) {
        return calls.parse(answer)
                .map(body -> body.path(field))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
    }

    private byte[] json(Map<String, String> fields) {
        try {
            return calls.json().writeValueAsBytes(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can always be written", e);
        }
    }
}
