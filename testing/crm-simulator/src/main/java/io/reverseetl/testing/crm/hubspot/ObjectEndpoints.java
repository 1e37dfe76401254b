// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import io.reverseetl.testing.crm.http.Exchange;
import io.reverseetl.testing.crm.http.Response;
import io.reverseetl.testing.crm.http.Route;
import io.reverseetl.testing.crm.store.ObjectStore;
import io.reverseetl.testing.crm.store.Version;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The objects API: read and archive objects, one or a batch, and the way to {@link BatchUpsert}. */
final class ObjectEndpoints {

    private final ObjectStore store;
    private final PropertyCatalog catalog;
    private final Access access;
    private final BatchUpsert batchUpsert;
    private final InstantSource clock;

    ObjectEndpoints(
            ObjectStore store, PropertyCatalog catalog, Access access, BatchUpsert batchUpsert, InstantSource clock) {
        this.store = store;
        this.catalog = catalog;
        this.access = access;
        this.batchUpsert = batchUpsert;
        this.clock = clock;
    }

    /** The endpoints under the path of v3 and under the dated one that follows it. */
    Stream<Route> routes() {
        return Stream.of("/crm/v3/objects/{objectType}", "/crm/objects/2026-03/{objectType}")
                .flatMap(base -> Stream.of(
                        Route.post(base + "/batch/upsert", batchUpsert),
                        Route.post(base + "/batch/update", batchUpsert::update),
                        Route.post(base + "/gdpr-delete", this::erase),
                        Route.post(base + "/batch/read", this::batchRead),
                        Route.post(base + "/batch/archive", this::batchArchive),
                        Route.get(base + "/{objectId}", this::read),
                        Route.delete(base + "/{objectId}", this::archive)));
    }

    private Response batchRead(Exchange exchange) {
        Instant startedAt = clock.instant();
        ObjectType type = ObjectType.named(exchange.pathVariable("objectType"));
        access.require(type.readScope());
        RequestBody body = RequestBody.of(exchange);
        Optional<String> idProperty = body.optional("idProperty");
        List<String> asked = body.texts("properties");
        List<ObjectBody> results = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String id : body.inputs(exchange, input -> input.required("id"))) {
            find(type, idProperty, id)
                    .filter(version -> !version.archived())
                    .ifPresentOrElse(
                            version -> results.add(ObjectBody.read(type, version, asked)), () -> missing.add(id));
        }
        return BatchBody.answer(results, notFound(type, missing), startedAt, clock.instant());
    }

    private static List<RecordError> notFound(ObjectType type, List<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        String message = "Could not get some " + type.singular().toUpperCase(Locale.ROOT)
                + " objects, they may be deleted or not exist. Check that ids are valid.";
        return List.of(RecordError.of("OBJECT_NOT_FOUND", message, Map.of("ids", ids), List.of()));
    }

    /** Ids that do not exist are passed over, as an archive that is repeated has to succeed. */
    private Response batchArchive(Exchange exchange) {
        ObjectType type = ObjectType.named(exchange.pathVariable("objectType"));
        access.require(type.writeScope());
        RequestBody.of(exchange)
                .inputs(exchange, input -> input.required("id"))
                .forEach(id -> store.archive(type.plural(), id));
        return Response.noContent();
    }

    /** Contacts only. An id that does not exist is passed over; an unknown email address is blocked for ever. */
    private Response erase(Exchange exchange) {
        ObjectType type = ObjectType.named(exchange.pathVariable("objectType"));
        access.require(type.writeScope());
        if (!type.plural().equals("contacts")) {
            throw Refusal.notFound("HTTP 404 Not Found: only contacts can be erased");
        }
        RequestBody body = RequestBody.of(exchange);
        find(type, body.optional("idProperty"), body.required("objectId"))
                .ifPresent(version -> store.archive(type.plural(), version.id()));
        return Response.noContent();
    }

    private Response read(Exchange exchange) {
        ObjectType type = ObjectType.named(exchange.pathVariable("objectType"));
        access.require(type.readScope());
        String id = exchange.pathVariable("objectId");
        boolean archived = exchange.query("archived").filter("true"::equals).isPresent();
        return find(type, exchange.query("idProperty"), id)
                .filter(version -> version.archived() == archived)
                .map(version -> Response.json(200, ObjectBody.read(type, version, exchange.queryAll("properties"))))
                .orElseThrow(() -> Refusal.notFound("Object not found.  objectId are usually numeric."));
    }

    private Response archive(Exchange exchange) {
        ObjectType type = ObjectType.named(exchange.pathVariable("objectType"));
        access.require(type.writeScope());
        String id = exchange.pathVariable("objectId");
        if (store.get(type.plural(), id).isEmpty()) {
            throw Refusal.notFound("Object not found.  objectId are usually numeric.");
        }
        store.archive(type.plural(), id);
        return Response.noContent();
    }

    private Optional<Version> find(ObjectType type, Optional<String> idProperty, String id) {
        if (idProperty.isEmpty() || idProperty.get().equals("hs_object_id")) {
            return store.get(type.plural(), id);
        }
        PropertyDefinition key = catalog.find(type, idProperty.get())
                .filter(PropertyDefinition::unique)
                .orElseThrow(() -> Refusal.invalid("The property " + idProperty.get() + " is not a unique property of "
                        + type.plural() + ": objects cannot be read by it"));
        return store.find(type.plural(), key.name(), key.type().normalised(id));
    }
}
