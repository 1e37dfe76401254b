// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.zendesk;

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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;

/** Zendesk's API for users, as far as jobs that create, update and delete many go. */
public final class Zendesk implements Crm {

    private static final String USERS = "users";
    private static final String KEY = "external_id";
    private static final int MOST_RECORDS = 100;

    private final ObjectStore store;
    private final CallQuota quota;
    private final Optional<String> token;
    private final double failureRate;
    private final Random random;
    private final Map<String, Job> jobs = new HashMap<>();
    private final Router router = new Router(List.of(
            Route.post("/api/v2/users/create_or_update_many", this::upsert),
            Route.delete("/api/v2/users/destroy_many", this::destroy),
            Route.get("/api/v2/job_statuses/{id}", this::job),
            Route.get("/api/v2/users/me", this::me)));

    /**
     * @param token the access token that calls need; empty if they need none
     * @param failureRate the share of jobs that fail without having done anything, from 0 to 1
     */
    public Zendesk(ObjectStore store, CallQuota quota, Optional<String> token, double failureRate, Random random) {
        this.store = store;
        this.quota = quota;
        this.token = token;
        this.failureRate = failureRate;
        this.random = random;
    }

    @Override
    public Router router() {
        return router;
    }

    @Override
    public Response answer(Exchange exchange, Optional<Endpoint> endpoint) {
        if (token.isPresent() && !exchange.bearerToken().equals(token)) {
            return failure(401);
        }
        if (quota.take().isPresent()) {
            return failure(429);
        }
        return endpoint.map(found -> found.answer(exchange)).orElseGet(() -> error(404, "InvalidEndpoint"));
    }

    @Override
    public Response failure(int status) {
        return switch (status) {
            case 401 -> error(status, "invalid_token");
            case 429 -> error(status, "APIRateLimitExceeded");
            default -> error(status, "InternalError");
        };
    }

    private static Response error(int status, String code) {
        return Response.json(status, Map.of("error", code, "description", "See the documentation"));
    }

    private Response me(Exchange exchange) {
        return Response.json(200, Map.of("user", Map.of("id", 1, "name", "Simulated")));
    }

    private Response upsert(Exchange exchange) {
        JsonNode users;
        try {
            users = Json.read(exchange.body()).path(USERS);
        } catch (JsonProcessingException e) {
            return error(422, "Unprocessable Entity");
        }
        exchange.noteInputs(users.size());
        if (!users.isArray() || users.isEmpty() || users.size() > MOST_RECORDS) {
            return error(400, "BadRequest");
        }
        Set<String> seen = new HashSet<>();
        return started(users.size(), index -> upserted(users.get(index), index, seen));
    }

    private Map<String, Object> upserted(JsonNode user, int index, Set<String> seen) {
        Map<String, String> values = Json.texts(user);
        String id = values.getOrDefault(KEY, "");
        boolean valid = !id.isEmpty()
                && seen.add(id)
                && !values.getOrDefault("name", "").isEmpty()
                && values.getOrDefault("email", "").matches("|\\S+@\\S+\\.\\S+");
        if (!valid) {
            return Map.of("index", index, "error", "RecordInvalid", "details", "Record validation errors");
        }
        return store.upsert(USERS, Set.of(KEY), List.of(new Write(KEY, id, values, null)))
                .fold(
                        applied -> {
                            String status = applied.results().get(0).created() ? "Created" : "Updated";
                            return result(
                                    index, status, applied.results().get(0).version());
                        },
                        conflict -> Map.of("index", index, "error", "RecordInvalid", "details", "Not unique"));
    }

    private Response destroy(Exchange exchange) {
        List<String> ids = exchange.queryAll("external_ids");
        exchange.noteInputs(ids.size());
        return ids.isEmpty() || ids.size() > MOST_RECORDS
                ? error(400, "BadRequest")
                : started(ids.size(), index -> destroyed(ids.get(index), index));
    }

    private Map<String, Object> destroyed(String id, int index) {
        return store.find(USERS, KEY, id)
                .filter(user -> store.archive(USERS, user.id()))
                .map(user -> result(index, "Deleted", user))
                .orElseGet(() -> Map.of("index", index, "error", "NotFound", "details", "No such user"));
    }

    private static Map<String, Object> result(int index, String status, Version user) {
        return Map.of("index", index, "id", Long.valueOf(user.id()), "status", status, "success", true);
    }

    private synchronized Response started(int total, IntFunction<Map<String, Object>> work) {
        String id = "job-%08x".formatted(random.nextInt());
        Job job = new Job(id, total, random.nextDouble() < failureRate, work);
        jobs.put(id, job);
        return Response.json(200, job.body());
    }

    private synchronized Response job(Exchange exchange) {
        Job job = jobs.get(exchange.pathVariable("id"));
        if (job == null) {
            return error(404, "RecordNotFound");
        }
        job.proceed();
        return Response.json(200, job.body());
    }
}
