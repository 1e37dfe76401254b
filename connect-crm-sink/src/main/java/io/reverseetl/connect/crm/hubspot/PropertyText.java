// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a value as HubSpot reads it: every property travels as text. */
final class PropertyText {

    private static final String SEPARATOR = ";";

    private PropertyText() {}

    /** The value as text; nothing if HubSpot has no form for it, as for bytes and nested structures. */
    static Optional<String> of(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return joined(list);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        // Dates, times and moments print themselves in ISO 8601, which is what HubSpot reads.
        boolean plain = value instanceof CharSequence
                || value instanceof Boolean
                || value instanceof java.time.temporal.TemporalAccessor;
        return plain ? Optional.of(String.valueOf(value)) : Optional.empty();
    }

    /** Without an exponent, in which HubSpot does not read numbers. */
    private static Optional<String> number(Number number) {
        if (number instanceof BigDecimal decimal) {
            return Optional.of(decimal.toPlainString());
        }
        boolean floating = number instanceof Double || number instanceof Float;
        if (!floating) {
            return Optional.of(number.toString());
        }
        return Double.isFinite(number.doubleValue())
                ? Optional.of(new BigDecimal(number.toString()).toPlainString())
                : Optional.empty();
    }

    /** Choices of a property with several. One that holds the separator would arrive as two, so there is no form. */
    private static Optional<String> joined(List<?> list) {
        List<Optional<String>> elements = list.stream()
                .map(element -> element instanceof List<?> ? Optional.<String>empty() : of(element))
                .toList();
        boolean allFit = elements.stream()
                .allMatch(element ->
                        element.filter(text -> !text.contains(SEPARATOR)).isPresent());
        return allFit
                ? Optional.of(elements.stream().flatMap(Optional::stream).collect(Collectors.joining(SEPARATOR)))
                : Optional.empty();
    }
}
