// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What values a property takes, as far as HubSpot says so and is sure to refuse all others.
 *
 * @param type HubSpot's name of the type, such as {@code enumeration}
 * @param options an enumeration's values; none if it does not tell them, as those of owners
 */
record PropertyDefinition(String type, Set<String> options) {

    private static final int LONGEST_TEXT = 65_536;

    private static final Set<String> TRUTHS = Set.of("true", "false");

    static PropertyDefinition of(JsonNode property) {
        Set<String> options = new HashSet<>();
        if (!property.path("externalOptions").asBoolean()) {
            property.path("options")
                    .forEach(option -> options.add(option.path("value").asText()));
        }
        return new PropertyDefinition(property.path("type").asText(""), options);
    }

    /** A value in the form in which the property takes it; nothing if it never will. */
    Optional<String> fit(String text) {
        if (text.isEmpty()) {
            return Optional.of(text);
        }
        return switch (type) {
            case "string" -> Optional.of(text).filter(value -> value.length() <= LONGEST_TEXT);
            case "number" -> Optional.of(text).filter(PropertyDefinition::isNumber);
            case "bool" -> truth(text);
            case "date" -> Optional.of(day(text));
            case "enumeration" -> choice(text);
            default -> Optional.of(text);
        };
    }

    /** HubSpot's code for a value that does not fit. */
    String misfit() {
        return switch (type) {
            case "string" -> "PROPERTY_VALUE_TOO_LONG";
            case "number" -> "INVALID_NUMBER";
            default -> "INVALID_OPTION";
        };
    }

    private static boolean isNumber(String text) {
        try {
            new BigDecimal(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Databases without booleans write 1 and 0. */
    private static Optional<String> truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> Optional.of("true");
            case "false", "0" -> Optional.of("false");
            default -> Optional.empty();
        };
    }

    /** The day in UTC of a point in time, as HubSpot refuses a date with a time of day. All else is left to it. */
    private static String day(String text) {
        if (text.indexOf('T') < 0) {
            return text;
        }
        try {
            return text.endsWith("Z") || text.matches(".*[+-]\\d{2}:\\d{2}")
                    ? OffsetDateTime.parse(text)
                            .withOffsetSameInstant(ZoneOffset.UTC)
                            .toLocalDate()
                            .toString()
                    : LocalDateTime.parse(text).toLocalDate().toString();
        } catch (DateTimeException e) {
            return text;
        }
    }

    /** One option, or several; a separator before the first asks HubSpot to add to those that are chosen. */
    private Optional<String> choice(String text) {
        List<String> chosen = Arrays.asList((text.startsWith(";") ? text.substring(1) : text).split(";", -1));
        if (options.isEmpty() || options.containsAll(chosen)) {
            return Optional.of(text);
        }
        return options.equals(TRUTHS) ? truth(text) : Optional.empty();
    }
}
