// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.zoho;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.crm.calls.Crm;
import io.reverseetl.testing.crm.http.Endpoint;
import io.reverseetl.testing.crm.http.Exchange;
import io.reverseetl.testing.crm.http.Json;
import io.reverseetl.testing.crm.http.Response;
import io.reverseetl.testing.crm.http.Route;
import io.reverseetl.testing.crm.http.Router;
import io.reverseetl.testing.crm.http.Timestamps;
import io.reverseetl.testing.crm.quota.CallQuota;
import io.reverseetl.testing.crm.store.ObjectStore;
import io.reverseetl.testing.crm.store.UpsertOutcome;
import io.reverseetl.testing.crm.store.Write;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Zoho's API for the records of a module, as far as an upsert goes. */
public final class Zoho implements Crm {

    private static final String CONTACTS = "Contacts";
    private static final int MOST_RECORDS = 100;

    private final ObjectStore store;
    private final CallQuota quota;
    private final Optional<String> token;
    private final InstantSource clock;
    private final Router router = new Router(
            List.of(Route.post("/crm/v8/{module}/upsert", this::upsert), Route.get("/crm/v8/org", this::org)));

    /** @param token the access token that calls need; empty if they need none */
    public Zoho(ObjectStore store, CallQuota quota, Optional<String> token, InstantSource clock) {
        this.store = store;
        this.quota = quota;
        this.token = token;
        this.clock = clock;
    }

    @Override
    public Router router() {
        return router;
    }

    @Override
    public Response answer(Exchange exchange, Optional<Endpoint> endpoint) {
        boolean known = token.isEmpty()
                || exchange.bearerToken().equals(token)
                || exchange.header("authorization").equals(Optional.of("Zoho-oauthtoken " + token.get()));
        if (!known) {
            return failure(401);
        }
        if (quota.take().isPresent()) {
            return failure(429);
        }
        return endpoint.map(found -> found.answer(exchange))
                .orElseGet(() -> Response.json(
                        404,
                        new Verdict("INVALID_URL_PATTERN", Map.of(), "Please check if the URL is right", "error")));
    }

    @Override
    public Response failure(int status) {
        Verdict verdict = switch (status) {
            case 401 -> new Verdict("INVALID_TOKEN", Map.of(), "invalid oauth token", "error");
            case 429 ->
                new Verdict("TOO_MANY_REQUESTS", Map.of(), "too many requests fired in the given time", "error");
            default -> new Verdict("INTERNAL_ERROR", Map.of(), "Internal Server Error", "error");
        };
        return Response.json(status, verdict);
    }

    private Response org(Exchange exchange) {
        return Response.json(200, Map.of("org", List.of(Map.of("company_name", "Simulated"))));
    }

    private Response upsert(Exchange exchange) {
        if (!exchange.pathVariable("module").equals(CONTACTS)) {
            return refused(
                    "INVALID_MODULE", Map.of("resource_path_index", 0), "the module name given seems to be invalid");
        }
        JsonNode body;
        try {
            body = Json.read(exchange.body());
        } catch (JsonProcessingException e) {
            return refused("INVALID_DATA", Map.of("expected_data_type", "jsonobject"), "body");
        }
        JsonNode records = body.path("data");
        String key = body.path("duplicate_check_fields").path(0).asText("Email");
        exchange.noteInputs(records.size());
        if (!records.isArray() || records.isEmpty() || records.size() > MOST_RECORDS) {
            return refused("INVALID_DATA", Map.of("maximum_length", MOST_RECORDS, "api_name", "data"), "invalid data");
        }
        Set<String> seen = new HashSet<>();
        List<Verdict> verdicts = new ArrayList<>();
        for (JsonNode record : records) {
            verdicts.add(upsert(exchange, record, key, seen));
        }
        long failed = verdicts.stream().filter(Verdict::failed).count();
        int status = failed == 0 ? 200 : failed == verdicts.size() ? 202 : 207;
        return Response.json(status, Map.of("data", verdicts));
    }

    private Verdict upsert(Exchange exchange, JsonNode record, String key, Set<String> seen) {
        Map<String, String> values = Json.texts(record);
        String id = values.getOrDefault(key, "");
        boolean exists = !id.isEmpty() && store.find(CONTACTS, key, id).isPresent();
        Verdict verdict;
        if (id.isEmpty()) {
            verdict = Verdict.missing(key);
        } else if (!seen.add(id)) {
            verdict = Verdict.error("DUPLICATE_DATA", Map.of("api_name", key), "duplicate data");
        } else if (values.getOrDefault("Last_Name", exists ? "unchanged" : "").isEmpty()) {
            verdict = Verdict.missing("Last_Name");
        } else if (!values.getOrDefault("Email", "a@b.c").matches("|\\S+@\\S+\\.\\S+")) {
            verdict = Verdict.error(
                    "INVALID_DATA", Map.of("expected_data_type", "email", "api_name", "Email"), "invalid data");
        } else {
            verdict = write(new Write(key, id, values, null));
        }
        if (verdict.failed()) {
            exchange.noteRejection(verdict.code());
        }
        return verdict;
    }

    private Verdict write(Write write) {
        UpsertOutcome outcome = store.upsert(CONTACTS, Set.of(write.key()), List.of(write));
        return outcome.fold(
                applied -> {
                    UpsertOutcome.Result result = applied.results().get(0);
                    String now = Timestamps.millis(clock.instant());
                    return new Verdict(
                            "SUCCESS",
                            Map.of("id", result.version().id(), "Modified_Time", now),
                            result.created() ? "record added" : "record updated",
                            "success");
                },
                conflict -> Verdict.error("DUPLICATE_DATA", Map.of("id", conflict.existingId()), "duplicate data"));
    }

    private static Response refused(String code, Map<String, Object> details, String message) {
        return Response.json(400, Verdict.error(code, details, message));
    }
}
