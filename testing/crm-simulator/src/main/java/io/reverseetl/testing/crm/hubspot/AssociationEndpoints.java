// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import io.reverseetl.testing.crm.http.Exchange;
import io.reverseetl.testing.crm.http.Response;
import io.reverseetl.testing.crm.http.Route;
import io.reverseetl.testing.crm.http.Timestamps;
import io.reverseetl.testing.crm.store.ObjectStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The associations API: associate pairs of objects by their record ids, take associations away, and list them. */
final class AssociationEndpoints {

    private final ObjectStore store;
    private final Access access;
    private final InstantSource clock;
    private final Associations associations = new Associations();

    AssociationEndpoints(ObjectStore store, Access access, InstantSource clock) {
        this.store = store;
        this.access = access;
        this.clock = clock;
    }

    /** The endpoints under the path of v4, which goes with v3 of the objects, and under the dated one. */
    Stream<Route> routes() {
        return Stream.of(
                        "/crm/v4/associations/{fromObjectType}/{toObjectType}",
                        "/crm/associations/2026-03/{fromObjectType}/{toObjectType}")
                .flatMap(base -> Stream.of(
                        Route.post(base + "/batch/associate/default", this::associate),
                        Route.post(base + "/batch/archive", this::archive),
                        Route.post(base + "/batch/read", this::read)));
    }

    /** Associates each pair in both directions, of which the answer has one entry each. */
    private Response associate(Exchange exchange) {
        Instant startedAt = clock.instant();
        ObjectType from = type(exchange, "fromObjectType");
        ObjectType to = type(exchange, "toObjectType");
        access.require(from.writeScope());
        access.require(to.writeScope());
        List<Object> results = new ArrayList<>();
        List<RecordError> errors = new ArrayList<>();
        List<Pair> pairs = RequestBody.of(exchange)
                .inputs(
                        exchange,
                        input -> new Pair(
                                input.object("from").required("id"),
                                input.object("to").required("id")));
        for (Pair pair : pairs) {
            if (!exists(from, pair.from())) {
                errors.add(notFound(exchange, from, "fromObjectId", pair.from()));
            } else if (!exists(to, pair.to())) {
                errors.add(notFound(exchange, to, "toObjectId", pair.to()));
            } else {
                associations.add(from, pair.from(), to, pair.to());
                results.add(result(pair.from(), pair.to()));
                results.add(result(pair.to(), pair.from()));
            }
        }
        return answer(results, errors, startedAt);
    }

    private Response archive(Exchange exchange) {
        ObjectType from = type(exchange, "fromObjectType");
        ObjectType to = type(exchange, "toObjectType");
        access.require(from.writeScope());
        RequestBody.of(exchange).inputs(exchange, input -> input).forEach(input -> {
            String id = input.object("from").required("id");
            input.objects("to").forEach(other -> associations.remove(from, id, to, other.required("id")));
        });
        return Response.noContent();
    }

    private Response read(Exchange exchange) {
        Instant startedAt = clock.instant();
        ObjectType from = type(exchange, "fromObjectType");
        ObjectType to = type(exchange, "toObjectType");
        access.require(from.readScope());
        List<Object> results = new ArrayList<>();
        for (String id : RequestBody.of(exchange).inputs(exchange, input -> input.required("id"))) {
            List<Map<String, Object>> others = associations.of(from, id, to).stream()
                    .map(other -> Map.<String, Object>of("toObjectId", Long.valueOf(other)))
                    .toList();
            if (!others.isEmpty()) {
                results.add(Map.of("from", Map.of("id", id), "to", others));
            }
        }
        return answer(results, List.of(), startedAt);
    }

    private static ObjectType type(Exchange exchange, String variable) {
        return ObjectType.named(exchange.pathVariable(variable));
    }

    private boolean exists(ObjectType type, String id) {
        return store.get(type.plural(), id)
                .filter(version -> !version.archived())
                .isPresent();
    }

    private static RecordError notFound(Exchange exchange, ObjectType type, String which, String id) {
        exchange.noteRejection("OBJECT_NOT_FOUND");
        return RecordError.of(
                "OBJECT_NOT_FOUND",
                "No " + type.singular() + " with ID " + id + " exists",
                Map.of(which, List.of(id)),
                List.of());
    }

    private static Map<String, Object> result(String from, String to) {
        return Map.of(
                "from", Map.of("id", from),
                "to", Map.of("id", to),
                "associationSpec", Map.of("associationCategory", "HUBSPOT_DEFINED", "associationTypeId", 279));
    }

    private Response answer(List<Object> results, List<RecordError> errors, Instant startedAt) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", "COMPLETE");
        body.put("results", results);
        if (!errors.isEmpty()) {
            body.put("numErrors", errors.size());
            body.put("errors", errors);
        }
        body.put("startedAt", Timestamps.millis(startedAt));
        body.put("completedAt", Timestamps.millis(clock.instant()));
        return Response.json(errors.isEmpty() ? 200 : 207, body);
    }

    private record Pair(String from, String to) {}
}
