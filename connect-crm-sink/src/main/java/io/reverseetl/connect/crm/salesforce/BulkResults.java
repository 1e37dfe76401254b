// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmJob;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.Reason.Category;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads what has become of the records of a job that is over: those written, those refused and, if the job did not get to
 * its end, those it did not come to. Each comes as a list in pages, in an order of Salesforce's own, with all that was
 * sent; a record is found by its external id.
 */
final class BulkResults {

    static final Reason NOT_FOR_CSV =
            Reason.of(Category.RECORD, "NOT_FOR_CSV", "A job would take the text #N/A for an order to empty the field");

    private static final Reason JOB_FAILED = Reason.of(Category.VALIDATION, "JOB_FAILED", "");
    private static final WriteResult NOT_PROCESSED =
            new WriteResult.Retryable(Optional.empty(), Reason.unavailable("NOT_PROCESSED", 0, ""));

    private static final String NO_MORE_PAGES = "null";

    private final SalesforceApi api;
    private final String externalIdField;
    private final SalesforceCalls calls;
    private final AnswerReader answers;
    private final CrmJob job;
    private final Set<String> sentNames;
    private final Map<String, String> sentIds = new HashMap<>();
    private final Map<String, WriteResult> results = new HashMap<>();
    private final Set<URI> pages = new HashSet<>();

    /** @param writes none if a task before this one has sent them: then any external id is one of them */
    BulkResults(
            SalesforceApi api,
            String externalIdField,
            SalesforceCalls calls,
            AnswerReader answers,
            CrmJob job,
            List<CrmWrite> writes) {
        this.api = api;
        this.externalIdField = externalIdField;
        this.calls = calls;
        this.answers = answers;
        this.job = job;
        sentNames = answers.sentNames(writes);
        writes.forEach(write -> sentIds.put(SalesforceAdapter.anyCase(write.externalId()), write.externalId()));
    }

    /** A list of results. */
    private enum Kind {
        WRITTEN("successfulResults/"),
        REFUSED("failedResults/"),
        UNPROCESSED("unprocessedrecords/");

        private final String resource;

        Kind(String resource) {
            this.resource = resource;
        }
    }

    /** @param state what Salesforce says of the job */
    CompletionStage<CrmAnswer> read(JsonNode state) {
        boolean complete = state.path("state").asText().equals("JobComplete");
        List<Kind> kinds = new ArrayList<>(List.of(Kind.WRITTEN));
        if (!sentIds.isEmpty()) {
            if (!complete || state.path("numberRecordsFailed").asInt(1) > 0) {
                kinds.add(Kind.REFUSED);
            }
            if (!complete) {
                kinds.add(Kind.UNPROCESSED);
            }
        }
        return read(kinds, "", complete);
    }

    private CompletionStage<CrmAnswer> read(List<Kind> kinds, String locator, boolean complete) {
        Kind kind = kinds.get(0);
        URI url = api.jobResults(job.id(), kind.resource, locator);
        boolean isNew = pages.add(url);
        return calls.get(url, page -> {
            if (page.status() != 200) {
                return done(answers.refusal(page, sentNames), page);
            }
            Optional<List<Map<String, String>>> records = BulkCsv.read(page.body(), externalIdField);
            // Pages that lead to one another would have no end.
            if (records.isEmpty() || !isNew) {
                return done(AnswerReader.retry(Optional.empty(), "ANSWER_NOT_UNDERSTOOD", page.status()), page);
            }
            records.get().forEach(each -> take(kind, each));
            String next = page.header("sforce-locator").orElse(NO_MORE_PAGES);
            if (!next.equals(NO_MORE_PAGES)) {
                return read(kinds, next, complete);
            }
            List<Kind> left = kinds.subList(1, kinds.size());
            return left.isEmpty() ? done(outcome(complete), page) : read(left, "", complete);
        });
    }

    private static CompletionStage<CrmAnswer> done(BatchOutcome outcome, HttpAnswer answer) {
        return CompletableFuture.completedFuture(new CrmAnswer(outcome, LimitHeader.of(answer)));
    }

    private void take(Kind kind, Map<String, String> found) {
        String externalId = found.getOrDefault(externalIdField, "");
        String sent = sentIds.isEmpty()
                ? SalesforceAdapter.anyCase(externalId)
                : sentIds.get(SalesforceAdapter.anyCase(externalId));
        if (sent != null) {
            results.put(
                    sent,
                    switch (kind) {
                        case WRITTEN ->
                            new WriteResult.Written(
                                    found.getOrDefault("sf__Id", ""),
                                    found.getOrDefault("sf__Created", "").equals("true"));
                        case REFUSED ->
                            answers.result(SalesforceError.ofJob(found.getOrDefault("sf__Error", ""), sentNames));
                        case UNPROCESSED -> NOT_PROCESSED;
                    });
        }
    }

    /** A job that failed before its first record is perhaps to blame on one of them. */
    private BatchOutcome outcome(boolean complete) {
        boolean nothingDone = results.values().stream().allMatch(NOT_PROCESSED::equals);
        return !complete && nothingDone && !sentIds.isEmpty()
                ? new BatchOutcome.Refused(JOB_FAILED)
                : new BatchOutcome.PerRecord(results);
    }
}
