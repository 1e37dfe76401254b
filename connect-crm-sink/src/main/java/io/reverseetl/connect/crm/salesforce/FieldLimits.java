// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.connect.crm.spi.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * How long texts and how large numbers may be, as far as Salesforce has said it. A record that goes beyond is rejected
 * without a call, which it would cost in vain. What has not been said, or not of late, is left to Salesforce: somebody may have
 * made a field longer.
 *
 * <p>Threads: records are checked on the task's thread; answers come on the HTTP client's.
 */
final class FieldLimits {

    private static final Duration TRUSTED_FOR = Duration.ofMinutes(1);

    private static final Set<String> TEXTS = Set.of("string", "textarea", "phone", "url", "email");
    private static final Set<String> DECIMALS = Set.of("double", "currency", "percent");

    private final Supplier<CompletionStage<Optional<JsonNode>>> ask;
    private final InstantSource clock;
    private volatile Told told = new Told(Map.of(), Instant.MIN);
    private Instant asked = Instant.MIN;

    private record Told(Map<String, Limit> byField, Instant at) {}

    /** @param ask asks for the description of the object type; nothing if that cannot be had */
    FieldLimits(Supplier<CompletionStage<Optional<JsonNode>>> ask, InstantSource clock) {
        this.ask = ask;
        this.clock = clock;
    }

    /**
     * What a field takes.
     *
     * @param most characters of a text, or digits before the decimal point of a number
     */
    private record Limit(boolean isText, int most) {

        private static Optional<Limit> of(JsonNode field) {
            String type = field.path("type").asText();
            int most = TEXTS.contains(type)
                    ? field.path("length").asInt()
                    : DECIMALS.contains(type)
                            ? field.path("precision").asInt()
                                    - field.path("scale").asInt()
                            : 0;
            return most > 0 ? Optional.of(new Limit(TEXTS.contains(type), most)) : Optional.empty();
        }

        private boolean allows(JsonNode value) {
            if (isText) {
                return !value.isTextual()
                        || value.textValue().codePointCount(0, value.textValue().length()) <= most;
            }
            return !value.isNumber()
                    || value.decimalValue().precision() - value.decimalValue().scale() <= most;
        }

        private Reason reason(String field) {
            ErrorCode code = isText ? ErrorCode.STRING_TOO_LONG : ErrorCode.NUMBER_OUTSIDE_VALID_RANGE;
            String unit = isText ? " characters" : " digits before the decimal point";
            return Reason.record(
                    code.name(),
                    List.of(field),
                    "Salesforce says that " + field + " takes at most " + most + unit + ", so it was not sent");
        }
    }

    /** Asks Salesforce, unless it was asked of late. */
    void ask() {
        Instant now = clock.instant();
        if (now.isAfter(asked.plus(TRUSTED_FOR))) {
            asked = now;
            CompletionStage<?> unused = ask.get().thenAccept(fields -> fields.ifPresent(found -> learn(found, now)));
        }
    }

    private void learn(JsonNode fields, Instant at) {
        Map<String, Limit> limits = new HashMap<>();
        fields.forEach(field -> Limit.of(field)
                .ifPresent(limit -> limits.put(lowerCase(field.path("name").asText()), limit)));
        told = new Told(limits, at);
    }

    /** Why Salesforce would refuse these values; nothing if it would not, or if that is no longer certain. */
    Optional<Reason> broken(Map<String, JsonNode> values) {
        Told limits = told;
        for (Map.Entry<String, JsonNode> value : values.entrySet()) {
            Limit limit = limits.byField.get(lowerCase(value.getKey()));
            if (limit != null && !limit.allows(value.getValue())) {
                return isTrusted(limits) ? Optional.of(limit.reason(value.getKey())) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private boolean isTrusted(Told limits) {
        if (clock.instant().isAfter(limits.at.plus(TRUSTED_FOR))) {
            ask();
            return false;
        }
        return true;
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
