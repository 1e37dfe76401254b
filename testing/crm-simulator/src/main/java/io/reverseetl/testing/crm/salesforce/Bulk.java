// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.reverseetl.testing.crm.http.Exchange;
import io.reverseetl.testing.crm.http.Json;
import io.reverseetl.testing.crm.http.Response;
import io.reverseetl.testing.crm.salesforce.BulkJob.Result;
import io.reverseetl.testing.crm.salesforce.BulkJob.State;
import io.reverseetl.testing.crm.salesforce.SaveResult.RecordError;
import io.reverseetl.testing.crm.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * {@code …/jobs/ingest}: upserts of many records by CSV. A job runs for a moment once its upload is complete, and its records
 * are written when that is over. Some fail midway, and the results come in any order.
 */
final class Bulk {

    private static final Duration SHORTEST_RUN = Duration.ofMillis(100);
    private static final int RUN_SPREAD_MILLIS = 400;
    private static final String CLEARED = "#N/A";

    private final ObjectStore store;
    private final Collections collections;
    private final InstantSource clock;
    private final double faultRate;
    private final Random random;
    private final Map<String, BulkJob> jobs = new LinkedHashMap<>();

    Bulk(ObjectStore store, Collections collections, InstantSource clock, double faultRate, Random random) {
        this.store = store;
        this.collections = collections;
        this.clock = clock;
        this.faultRate = faultRate;
        this.random = random;
    }

    // --- endpoints ---------------------------------------------------------------------------------------------

    synchronized Response create(Exchange exchange) {
        JsonNode body = body(exchange);
        ObjectType type = ObjectType.named(body.path("object").asText());
        if (!body.path("operation").asText().equals("upsert")
                || !body.path("lineEnding").asText("LF").equals("LF")) {
            throw new ApiError(400, "INVALIDJOB", "This simulator knows upserts with line ending LF only");
        }
        Field key = type.externalId(body.path("externalIdFieldName").asText());
        BulkJob job = new BulkJob("7505f" + String.format(Locale.ROOT, "%010dAAA", jobs.size() + 1), type, key);
        jobs.put(job.id, job);
        return told(job);
    }

    synchronized Response upload(Exchange exchange) {
        BulkJob job = job(exchange);
        require(job.state == State.Open && job.columns.isEmpty(), "Records can be put once, while the job is open");
        String text = new String(exchange.body(), StandardCharsets.UTF_8);
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(text)) {
            List<NamedCsvRecord> records = csv.stream().toList();
            require(!records.isEmpty(), "There are no records");
            job.columns = records.get(0).getHeader();
            records.forEach(each -> job.unprocessed.add(each.getFieldsAsMap()));
            exchange.noteInputs(records.size());
        } catch (CsvParseException e) {
            throw new ApiError(400, "InvalidBatch", "The body is no CSV");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Response(201, Map.of(), new byte[0], Duration.ZERO);
    }

    synchronized Response change(Exchange exchange) {
        BulkJob job = job(exchange);
        String state = body(exchange).path("state").asText();
        if (state.equals("UploadComplete")) {
            require(job.state == State.Open && !job.columns.isEmpty(), "The job is not open, or has no records");
            job.state = State.UploadComplete;
            job.due = clock.instant().plus(SHORTEST_RUN).plusMillis(random.nextInt(RUN_SPREAD_MILLIS));
        } else {
            require(state.equals("Aborted") && !job.state.isOver(), "The job cannot become " + state);
            job.state = State.Aborted;
        }
        return told(job);
    }

    synchronized Response state(Exchange exchange) {
        BulkJob job = job(exchange);
        if (job.state == State.UploadComplete) {
            job.state = State.InProgress;
        }
        return told(job);
    }

    synchronized Response successful(Exchange exchange) {
        BulkJob job = job(exchange);
        return ResultPages.of(job, "sf__Created", job.successful).answer(exchange);
    }

    synchronized Response failed(Exchange exchange) {
        BulkJob job = job(exchange);
        return ResultPages.of(job, "sf__Error", job.failed).answer(exchange);
    }

    synchronized Response unprocessed(Exchange exchange) {
        return ResultPages.ofUnprocessed(job(exchange)).answer(exchange);
    }

    private BulkJob job(Exchange exchange) {
        return Optional.ofNullable(jobs.get(exchange.pathVariable("job")))
                .orElseThrow(() -> new ApiError(404, "NOT_FOUND", "The requested resource does not exist"));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new ApiError(400, "INVALIDJOBSTATE", message);
        }
    }

    private static JsonNode body(Exchange exchange) {
        try {
            return Json.read(exchange.body());
        } catch (JsonProcessingException e) {
            throw new ApiError(400, "JSON_PARSER_ERROR", "Unexpected character in the body");
        }
    }

    private static Response told(BulkJob job) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", job.id);
        body.put("object", job.type.apiName());
        body.put("operation", "upsert");
        body.put("externalIdFieldName", job.key.name());
        body.put("state", job.state.name());
        body.put("contentType", "CSV");
        body.put("numberRecordsProcessed", job.successful.size() + job.failed.size());
        body.put("numberRecordsFailed", job.failed.size());
        if (!job.message.isEmpty()) {
            body.put("errorMessage", job.message);
        }
        return Response.json(200, body);
    }

    // --- what a job does ---------------------------------------------------------------------------------------

    /** Runs the jobs whose time has come: what they write is there before anything else is done. */
    synchronized void runDue(Exchange exchange) {
        jobs.values().stream()
                .filter(job -> !job.state.isOver() && !job.due.isAfter(clock.instant()))
                .forEach(job -> run(job, exchange));
    }

    private void run(BulkJob job, Exchange exchange) {
        Optional<String> unknown = job.columns.stream()
                .filter(column -> !isKnown(job.type, column))
                .findFirst();
        if (unknown.isPresent()) {
            job.state = State.Failed;
            job.message = "InvalidBatch : Field name not found : " + unknown.get();
            return;
        }
        List<Map<String, String>> rows = job.unprocessed;
        boolean fails = random.nextDouble() < faultRate;
        int end = fails ? random.nextInt(rows.size()) : rows.size();
        Map<String, Integer> times = new HashMap<>();
        rows.forEach(
                row -> times.merge(row.getOrDefault(job.key.name(), "").toLowerCase(Locale.ROOT), 1, Integer::sum));
        rows.subList(0, end).forEach(row -> process(job, row, times, exchange));
        job.unprocessed = rows.subList(end, rows.size());
        job.state = fails ? State.Failed : State.JobComplete;
        job.message = fails ? "InternalServerError : An internal error occurred" : "";
        java.util.Collections.shuffle(job.successful, random);
        java.util.Collections.shuffle(job.failed, random);
    }

    private static boolean isKnown(ObjectType type, String column) {
        int dot = column.indexOf('.');
        return dot < 0
                ? type.field(column).isPresent()
                : type.relationship(column.substring(0, dot)).isPresent();
    }

    private void process(BulkJob job, Map<String, String> row, Map<String, Integer> times, Exchange exchange) {
        SaveResult saved;
        try {
            saved = collections.upsert(
                    job.type, job.key, RecordInput.read(job.type, json(job.type, row), store), times);
        } catch (ApiError wrongType) {
            saved = SaveResult.failed(
                    RecordError.of("INVALID_TYPE_ON_FIELD_IN_RECORD", String.valueOf(wrongType.getMessage())));
        }
        if (saved.success()) {
            job.successful.add(new Result(row, String.valueOf(saved.id()), String.valueOf(saved.created())));
        } else {
            RecordError error = saved.errors().get(0);
            exchange.noteRejection(error.statusCode());
            job.failed.add(new Result(
                    row,
                    "",
                    error.statusCode() + ":" + error.message() + ":" + String.join(",", error.fields()) + " --"));
        }
    }

    /** As it would have come as JSON. */
    private static ObjectNode json(ObjectType type, Map<String, String> row) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        row.forEach((column, cell) -> {
            int dot = column.indexOf('.');
            if (cell.equals(CLEARED)) {
                json.putNull(column);
            } else if (!cell.isEmpty() && dot > 0) {
                json.putObject(column.substring(0, dot)).put(column.substring(dot + 1), cell);
            } else if (!cell.isEmpty()) {
                json.set(column, type.field(column).orElseThrow().type().parsed(cell));
            }
        });
        return json;
    }
}
