// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What values a property takes. All values are text; the empty one, which clears, is never asked about. */
enum PropertyType {
    STRING("string") {
        @Override
        boolean accepts(String value, List<String> options) {
            return value.length() <= 65_536;
        }

        @Override
        ErrorDetail error(String property, String value, List<String> options) {
            return ErrorDetail.aboutProperty(
                    property,
                    "PROPERTY_VALUE_TOO_LONG",
                    "The value was too long: at most 65536 characters are allowed.");
        }
    },

    /** Text that HubSpot checks and puts into lower case; on the wire its type is that of any text. */
    EMAIL("string") {
        @Override
        boolean accepts(String value, List<String> options) {
            return value.length() <= 254 && EMAIL_ADDRESS.matcher(value).matches();
        }

        @Override
        ErrorDetail error(String property, String value, List<String> options) {
            return ErrorDetail.aboutProperty(property, "INVALID_EMAIL", "Email address " + value + " is invalid");
        }

        @Override
        String normalised(String value) {
            return value.trim().toLowerCase(Locale.ROOT);
        }
    },

    NUMBER("number") {
        @Override
        boolean accepts(String value, List<String> options) {
            try {
                new BigDecimal(value);
                return true;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        @Override
        ErrorDetail error(String property, String value, List<String> options) {
            return ErrorDetail.aboutProperty(property, "INVALID_NUMBER", value + " was not a valid number.");
        }
    },

    /** A day: ISO, or epoch milliseconds of its midnight UTC. */
    DATE("date") {
        @Override
        boolean accepts(String value, List<String> options) {
            return epochMillis(value)
                    .map(millis -> millis % Duration.ofDays(1).toMillis() == 0)
                    .orElseGet(() -> isDay(value));
        }

        @Override
        ErrorDetail error(String property, String value, List<String> options) {
            return ErrorDetail.aboutProperty(
                    property, "INVALID_DATE", value + " is not a date: neither YYYY-MM-DD nor midnight UTC");
        }
    },

    /** A point in time: ISO with an offset, a day, or epoch milliseconds. */
    DATETIME("datetime") {
        @Override
        boolean accepts(String value, List<String> options) {
            return epochMillis(value).isPresent() || isPointInTime(value) || isDay(value);
        }

        @Override
        ErrorDetail error(String property, String value, List<String> options) {
            return ErrorDetail.aboutProperty(property, "INVALID_DATE", value + " was not a valid date and time.");
        }
    },

    /** One of the options, or several separated by semicolons. */
    ENUMERATION("enumeration") {
        @Override
        boolean accepts(String value, List<String> options) {
            return options.containsAll(Arrays.asList(value.split(";", -1)));
        }

        @Override
        ErrorDetail error(String property, String value, List<String> options) {
            return notAnOption(property, value, options);
        }
    },

    BOOL("bool") {
        @Override
        boolean accepts(String value, List<String> options) {
            return TRUTHS.contains(value);
        }

        @Override
        ErrorDetail error(String property, String value, List<String> options) {
            return notAnOption(property, value, TRUTHS);
        }
    };

    private static final Pattern EMAIL_ADDRESS = Pattern.compile(
            "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[A-Za-z]{2,}");
    private static final List<String> TRUTHS = List.of("true", "false");

    private final String wireName;

    PropertyType(String wireName) {
        this.wireName = wireName;
    }

    /** The type that a definition names. */
    static Optional<PropertyType> named(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(wireName))
                .findFirst();
    }

    String wireName() {
        return wireName;
    }

    abstract boolean accepts(String value, List<String> options);

    /** HubSpot's words for a value that is not accepted. As there, they contain the value. */
    abstract ErrorDetail error(String property, String value, List<String> options);

    /** The value as it is stored. */
    String normalised(String value) {
        return value;
    }

    private static ErrorDetail notAnOption(String property, String value, List<String> options) {
        return ErrorDetail.aboutProperty(
                property, "INVALID_OPTION", value + " was not one of the allowed options: " + options);
    }

    private static Optional<Long> epochMillis(String value) {
        try {
            return Optional.of(Long.valueOf(value));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isDay(String value) {
        try {
            LocalDate.parse(value);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isPointInTime(String value) {
        try {
            OffsetDateTime.parse(value);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
