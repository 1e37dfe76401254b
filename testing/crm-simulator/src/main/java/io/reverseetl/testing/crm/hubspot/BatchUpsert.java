// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import io.reverseetl.testing.crm.http.Endpoint;
import io.reverseetl.testing.crm.http.Exchange;
import io.reverseetl.testing.crm.http.Response;
import io.reverseetl.testing.crm.store.ObjectStore;
import io.reverseetl.testing.crm.store.UpsertOutcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** {@code POST …/batch/upsert} and {@code …/batch/update}: creates or updates objects by a unique
 * property; the latter by the record id, too. */
final class BatchUpsert implements Endpoint {

    private final ObjectStore store;
    private final PropertyCatalog catalog;
    private final Access access;
    private final InvalidRecords invalidRecords;
    private final InstantSource clock;
    private final Random random;

    BatchUpsert(
            ObjectStore store,
            PropertyCatalog catalog,
            Access access,
            InvalidRecords invalidRecords,
            InstantSource clock,
            Random random) {
        this.store = store;
        this.catalog = catalog;
        this.access = access;
        this.invalidRecords = invalidRecords;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Response answer(Exchange exchange) {
        return write(exchange, true);
    }

    /** Updates only: an object that does not exist is an error of its own. */
    Response update(Exchange exchange) {
        return write(exchange, false);
    }

    private Response write(Exchange exchange, boolean create) {
        Instant startedAt = clock.instant();
        ObjectType type = ObjectType.named(exchange.pathVariable("objectType"));
        access.require(type.writeScope());
        List<UpsertInput> inputs = RequestBody.of(exchange)
                .inputs(
                        exchange,
                        input -> create
                                ? UpsertInput.read(input, type, catalog)
                                : UpsertInput.ofUpdate(input, type, catalog));
        refuseDuplicates(inputs);
        refuseUnknownProperties(exchange, type, inputs);

        List<UpsertInput> valid = new ArrayList<>(inputs.size());
        List<RecordError> errors = new ArrayList<>();
        for (UpsertInput input : inputs) {
            List<ErrorDetail> details = input.invalidValues(type, catalog);
            if (!create && !exists(type, input)) {
                exchange.noteRejection("OBJECT_NOT_FOUND");
                errors.add(missing(type, input));
            } else if (details.isEmpty()) {
                valid.add(input);
            } else {
                errors.add(refuse(exchange, input, details));
            }
        }
        return BatchBody.answer(write(exchange, type, valid, create), errors, startedAt, clock.instant());
    }

    private boolean exists(ObjectType type, UpsertInput input) {
        return store.find(type.plural(), input.keyName(), input.id()).isPresent();
    }

    private static RecordError missing(ObjectType type, UpsertInput input) {
        String message = "Could not get some " + type.singular().toUpperCase(Locale.ROOT)
                + " objects, they may be deleted or not exist. Check that ids are valid.";
        return RecordError.of("OBJECT_NOT_FOUND", message, Map.of("ids", List.of(input.id())), List.of());
    }

    private static void refuseDuplicates(List<UpsertInput> inputs) {
        Set<String> seen = new HashSet<>();
        List<String> repeated = inputs.stream()
                .filter(input -> !seen.add(input.identity()))
                .map(UpsertInput::id)
                .distinct()
                .toList();
        if (!repeated.isEmpty()) {
            throw Refusal.invalid("Duplicate IDs found in batch input: " + repeated + ". IDs must be unique");
        }
    }

    private void refuseUnknownProperties(Exchange exchange, ObjectType type, List<UpsertInput> inputs) {
        for (UpsertInput input : inputs) {
            List<ErrorDetail> unknown = input.unknownProperties(type, catalog);
            if (!unknown.isEmpty()) {
                exchange.noteRejection("PROPERTY_DOESNT_EXIST");
                throw Refusal.invalidValues(unknown);
            }
        }
    }

    /** Refuses an input with values that do not fit, or the whole batch for it. */
    private RecordError refuse(Exchange exchange, UpsertInput input, List<ErrorDetail> details) {
        exchange.noteRejection(String.valueOf(details.get(0).code()));
        if (invalidRecords == InvalidRecords.WHOLE_BATCH) {
            throw Refusal.invalidValues(details);
        }
        Map<String, List<String>> context = input.traceId()
                .map(traceId -> Map.of("objectWriteTraceId", List.of(traceId)))
                .orElseGet(() -> Map.of("ids", List.of(input.id())));
        return RecordError.of("VALIDATION_ERROR", details.get(0).message(), context, details);
    }

    private List<ObjectBody> write(Exchange exchange, ObjectType type, List<UpsertInput> inputs, boolean byUpsert) {
        UpsertOutcome outcome = store.upsert(
                type.plural(),
                catalog.unique(type),
                inputs.stream().map(UpsertInput::toWrite).toList());
        return outcome.fold(
                applied -> inAnotherOrder(applied.results().stream()
                        .map(result -> ObjectBody.written(type, result, byUpsert))
                        .toList()),
                conflict -> {
                    exchange.noteRejection("CONFLICT");
                    throw conflictOf(type, conflict);
                });
    }

    private Refusal conflictOf(ObjectType type, UpsertOutcome.Conflict conflict) {
        boolean email = catalog.find(type, conflict.property())
                .filter(property -> property.type() == PropertyType.EMAIL)
                .isPresent();
        return Refusal.conflict(
                email
                        ? "Contact already exists. Existing ID: " + conflict.existingId()
                        : "Cannot set the value of the unique property " + conflict.property() + ": "
                                + conflict.existingId() + " already has that value.");
    }

    /** The contract does not promise the order of the inputs: never to give it finds clients that count on it. */
    private List<ObjectBody> inAnotherOrder(List<ObjectBody> results) {
        List<ObjectBody> shuffled = new ArrayList<>(results);
        Collections.shuffle(shuffled, random);
        if (shuffled.equals(results)) {
            Collections.rotate(shuffled, 1);
        }
        return shuffled;
    }
}
