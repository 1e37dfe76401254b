// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.pipedrive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.crm.calls.Crm;
import io.reverseetl.testing.crm.http.Endpoint;
import io.reverseetl.testing.crm.http.Exchange;
import io.reverseetl.testing.crm.http.Json;
import io.reverseetl.testing.crm.http.Response;
import io.reverseetl.testing.crm.http.Route;
import io.reverseetl.testing.crm.http.Router;
import io.reverseetl.testing.crm.quota.CallQuota;
import io.reverseetl.testing.crm.store.ObjectStore;
import io.reverseetl.testing.crm.store.Version;
import io.reverseetl.testing.crm.store.Write;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Pipedrive's API for persons: each POST creates one, whatever there is already. */
public final class Pipedrive implements Crm {

    private static final String PERSONS = "persons";
    /** Custom fields have names that nobody chooses. */
    private static final Pattern CUSTOM_FIELD = Pattern.compile("[0-9a-f]{40}");
    /** What the store tells persons apart by: nothing in a person is unique. */
    private static final String SERIAL = "serial";

    private final ObjectStore store;
    private final CallQuota quota;
    private final Optional<String> token;
    private final AtomicLong lastSerial = new AtomicLong();
    private final Router router = new Router(List.of(
            Route.get("/v1/users/me", this::me),
            Route.get("/v1/persons/search", this::search),
            Route.post("/v1/persons", this::create),
            Route.put("/v1/persons/{id}", this::update),
            Route.delete("/v1/persons/{id}", this::delete)));

    /** @param token the API token that calls need; empty if they need none */
    public Pipedrive(ObjectStore store, CallQuota quota, Optional<String> token) {
        this.store = store;
        this.quota = quota;
        this.token = token;
    }

    @Override
    public Router router() {
        return router;
    }

    @Override
    public Response answer(Exchange exchange, Optional<Endpoint> endpoint) {
        if (token.isPresent() && !exchange.header("x-api-token").equals(token)) {
            return failure(401);
        }
        if (quota.take().isPresent()) {
            return failure(429);
        }
        return endpoint.map(found -> found.answer(exchange)).orElseGet(() -> failure(404));
    }

    @Override
    public Response failure(int status) {
        String error = switch (status) {
            case 401 -> "unauthorized access";
            case 404 -> "Person not found";
            case 429 -> "request over limit";
            default -> "Internal error";
        };
        return refused(status, error);
    }

    private static Response refused(int status, String error) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("success", false);
        body.put("error", error);
        body.put("error_info", "Please check developers.pipedrive.com for more information.");
        body.put("data", null);
        return Response.json(status, body);
    }

    private static Response success(int status, Object data) {
        return Response.json(status, Map.of("success", true, "data", data));
    }

    private Response me(Exchange exchange) {
        return success(200, Map.of("id", 1, "name", "Simulated"));
    }

    private Response search(Exchange exchange) {
        String term = exchange.query("term").orElse("");
        boolean exact = exchange.query("exact_match").equals(Optional.of("true"));
        if (term.length() < (exact ? 1 : 2)) {
            return refused(400, "term must be at least 2 characters, or 1 with exact_match");
        }
        List<Map<String, Object>> items = store.live(PERSONS).stream()
                .filter(person -> person.properties().entrySet().stream()
                        .filter(field -> CUSTOM_FIELD.matcher(field.getKey()).matches())
                        .anyMatch(field -> field.getValue().equalsIgnoreCase(term)))
                .map(person -> Map.of("result_score", 0.5, "item", person(person)))
                .toList();
        return success(200, Map.of("items", items));
    }

    private Response create(Exchange exchange) {
        return write(exchange, Long.toString(lastSerial.incrementAndGet()), true);
    }

    private Response update(Exchange exchange) {
        return live(exchange)
                .map(person ->
                        write(exchange, String.valueOf(person.properties().get(SERIAL)), false))
                .orElseGet(() -> failure(404));
    }

    private Response write(Exchange exchange, String serial, boolean create) {
        exchange.noteInputs(1);
        Map<String, String> fields;
        try {
            JsonNode body = Json.read(exchange.body());
            fields = Json.texts(body);
        } catch (JsonProcessingException e) {
            return refused(400, "Bad request");
        }
        if (fields.getOrDefault("name", create ? "" : "unchanged").isEmpty()) {
            exchange.noteRejection("name");
            return refused(400, "Name must be given.");
        }
        return store.upsert(PERSONS, Set.of(SERIAL), List.of(new Write(SERIAL, serial, fields, null)))
                .fold(
                        applied -> success(
                                create ? 201 : 200,
                                person(applied.results().get(0).version())),
                        conflict -> failure(500));
    }

    private Response delete(Exchange exchange) {
        exchange.noteInputs(1);
        return live(exchange)
                .map(person -> {
                    store.archive(PERSONS, person.id());
                    return success(200, Map.of("id", Long.parseLong(person.id())));
                })
                .orElseGet(() -> failure(404));
    }

    private Optional<Version> live(Exchange exchange) {
        return store.get(PERSONS, exchange.pathVariable("id")).filter(person -> !person.archived());
    }

    private static Map<String, Object> person(Version version) {
        Map<String, Object> person = new LinkedHashMap<>(version.properties());
        person.remove(SERIAL);
        person.put("id", Long.parseLong(version.id()));
        return person;
    }
}
