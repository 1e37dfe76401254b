// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.crm.faults.Fault;
import io.reverseetl.testing.crm.faults.FaultPlan.Repeated;
import io.reverseetl.testing.crm.http.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the faults that {@code POST /_/faults} asks for: an array such as
 *
 * <pre>{@code
 * [{"kind":"status","status":503,"retryAfter":1,"times":3},
 *  {"kind":"reset-before"}, {"kind":"reset-after"},
 *  {"kind":"delay","millis":500,"times":2}, {"kind":"garbage"}]
 * }</pre>
 *
 * <p>{@code times} is 1 where it is missing; {@code retryAfter}, in seconds, is optional.
 */
final class FaultScript {

    private FaultScript() {}

    /** @throws IllegalArgumentException if the body is no such array; nothing of it is used then */
    static List<Repeated> read(byte[] body) {
        JsonNode script;
        try {
            script = Json.read(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The body must be a JSON array of faults", e);
        }
        if (!script.isArray()) {
            throw new IllegalArgumentException("The body must be a JSON array of faults");
        }
        List<Repeated> faults = new ArrayList<>();
        for (JsonNode fault : script) {
            faults.add(new Repeated(fault(fault), fault.path("times").asInt(1)));
        }
        return faults;
    }

    private static Fault fault(JsonNode fault) {
        String kind = fault.path("kind").asText();
        return switch (kind) {
            case "status" -> new Fault.Status(required(fault, "status", 400, 599), retryAfter(fault));
            case "reset-before" -> new Fault.ResetBefore();
            case "reset-after" -> new Fault.ResetAfter();
            case "delay" -> new Fault.Delay(Duration.ofMillis(required(fault, "millis", 1, 3_600_000)));
            case "garbage" -> new Fault.Garbage();
            default ->
                throw new IllegalArgumentException("There is no fault of the kind '" + kind
                        + "': take status, reset-before, reset-after, delay or garbage");
        };
    }

    private static int required(JsonNode fault, String field, int least, int most) {
        int value = fault.path(field).asInt(-1);
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "The fault's field " + field + " must be a number between " + least + " and " + most);
        }
        return value;
    }

    private static Optional<Duration> retryAfter(JsonNode fault) {
        return fault.has("retryAfter")
                ? Optional.of(Duration.ofSeconds(required(fault, "retryAfter", 0, 86_400)))
                : Optional.empty();
    }
}
