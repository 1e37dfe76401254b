// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Reason;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Finds Salesforce's own ids of records by their external ids: what changes or deletes records that exist, and creates
 * none, knows them by these only.
 */
final class Lookup {

    /** Salesforce takes URLs of up to 16,384 bytes, what stands between it and us often of no more than 8,192. */
    private static final int LONGEST_CONDITION = 6_000;

    /** It comes to stand in a URL. */
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9]{1,18}");

    private final SalesforceApi api;
    private final String externalIdField;
    private final SalesforceCalls calls;
    private final AnswerReader answers;

    Lookup(SalesforceApi api, String externalIdField, SalesforceCalls calls, AnswerReader answers) {
        this.api = api;
        this.externalIdField = externalIdField;
        this.calls = calls;
        this.answers = answers;
    }

    /** How many calls it takes to look a batch up. */
    int calls(CrmBatch batch) {
        return queries(batch).size();
    }

    /**
     * Asks for the ids.
     *
     * @param next gets the ids by external id, without those that do not exist; if the question fails, its answer is
     *     that of the batch
     */
    CompletionStage<CrmAnswer> find(CrmBatch batch, Function<Map<String, String>, CompletionStage<CrmAnswer>> next) {
        return find(batch, queries(batch), new HashMap<>(), next);
    }

    private CompletionStage<CrmAnswer> find(
            CrmBatch batch,
            List<URI> queries,
            Map<String, String> found,
            Function<Map<String, String>, CompletionStage<CrmAnswer>> next) {
        if (queries.isEmpty()) {
            return next.apply(byExternalId(batch, found));
        }
        return calls.get(queries.get(0), answer -> {
            Optional<JsonNode> records = records(answer);
            if (records.isEmpty()) {
                return CompletableFuture.completedFuture(failed(batch, answer));
            }
            records.get()
                    .forEach(record -> found.put(
                            record.path(externalIdField).asText(),
                            record.path("Id").asText()));
            return find(batch, queries.subList(1, queries.size()), found, next);
        });
    }

    /** The records that were found: nothing if some are kept back, as those would be taken for missing. */
    private Optional<JsonNode> records(HttpAnswer answer) {
        return calls.parse(answer)
                .filter(body -> answer.status() == 200)
                .filter(body ->
                        body.path("totalSize").asInt(-1) == body.path("records").size())
                .map(body -> body.path("records"))
                .filter(JsonNode::isArray)
                .filter(records ->
                        StreamSupport.stream(records.spliterator(), false).allMatch(this::isWhole));
    }

    private boolean isWhole(JsonNode record) {
        return record.path(externalIdField).isTextual()
                && ID.matcher(record.path("Id").asText("")).matches();
    }

    private CrmAnswer failed(CrmBatch batch, HttpAnswer answer) {
        if (answer.status() != 200) {
            return answers.read(batch, answer);
        }
        return new CrmAnswer(
                new BatchOutcome.RetryAll(
                        Optional.empty(), Reason.unavailable("ANSWER_NOT_UNDERSTOOD", answer.status(), "")),
                LimitHeader.of(answer));
    }

    /** As spelled, else in any case: unless a field is told to mind it, Salesforce does not. */
    private static Map<String, String> byExternalId(CrmBatch batch, Map<String, String> found) {
        Map<String, String> anyCase = new HashMap<>();
        found.forEach((externalId, id) -> anyCase.put(SalesforceAdapter.anyCase(externalId), id));
        Map<String, String> ids = new HashMap<>();
        for (CrmWrite write : batch.writes()) {
            String externalId = write.externalId();
            Optional.ofNullable(found.get(externalId))
                    .or(() -> Optional.ofNullable(anyCase.get(SalesforceAdapter.anyCase(externalId))))
                    .ifPresent(id -> ids.put(externalId, id));
        }
        return ids;
    }

    private List<URI> queries(CrmBatch batch) {
        List<URI> queries = new ArrayList<>();
        List<String> literals = new ArrayList<>();
        int length = 0;
        for (CrmWrite write : batch.writes()) {
            String literal = literal(write.externalId());
            int more = api.query(literal).toString().length();
            if (length + more > LONGEST_CONDITION && !literals.isEmpty()) {
                queries.add(query(batch, literals));
                literals.clear();
                length = 0;
            }
            literals.add(literal);
            length += more;
        }
        queries.add(query(batch, literals));
        return queries;
    }

    private URI query(CrmBatch batch, List<String> literals) {
        return api.query(literals.stream()
                .collect(Collectors.joining(
                        ",",
                        "SELECT Id," + externalIdField + " FROM " + batch.object() + " WHERE " + externalIdField
                                + " IN (",
                        ")")));
    }

    /** As a text of SOQL. */
    private static String literal(String text) {
        return "'"
                + text.replace("\\", "\\\\")
                        .replace("'", "\\'")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r") + "'";
    }
}
