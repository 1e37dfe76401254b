// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.jspecify.annotations.Nullable;

/** What is to be known of a key beside its text: type, default, valid values and importance, a line each. */
final class KeyFacts {

    /** As Kafka prints its ranges: {@code [1,...,100]}, either end of which may be missing. */
    private static final Pattern RANGE = Pattern.compile("\\[(?:([^,]+),)?\\.\\.\\.(?:,([^,]+))?]");

    /** As {@link io.reverseetl.connect.support.Key#choice} prints its values. */
    private static final String CHOICE = "one of ";

    private static final List<ChronoUnit> UNITS =
            List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS);

    private KeyFacts() {}

    static List<String> of(ConfigKey key) {
        List<String> facts = new ArrayList<>();
        facts.add("Type: " + key.type.name().toLowerCase(Locale.ROOT) + unit(key));
        facts.add("Default: " + (key.hasDefault() ? defaultOf(key) : "none, the key is required"));
        validValues(key).ifPresent(values -> facts.add("Valid values: " + values));
        facts.add("Importance: " + key.importance.name().toLowerCase(Locale.ROOT));
        return facts;
    }

    private static String unit(ConfigKey key) {
        if (isMillis(key)) {
            return ", milliseconds";
        }
        return key.name.endsWith(".bytes") ? ", bytes" : "";
    }

    private static boolean isMillis(ConfigKey key) {
        return key.name.endsWith(".ms");
    }

    private static String defaultOf(ConfigKey key) {
        @Nullable Object value = key.defaultValue;
        String written = value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(value == null ? "" : value);
        return written.isEmpty() ? "none" : "`" + written + "`" + inWords(key, written);
    }

    private static Optional<String> validValues(ConfigKey key) {
        return Optional.ofNullable(key.validator).map(validator -> validValues(key, String.valueOf(validator)));
    }

    private static String validValues(ConfigKey key, String printed) {
        Matcher range = RANGE.matcher(printed);
        if (range.matches()) {
            return range(key, range);
        }
        return printed.startsWith(CHOICE) ? choice(printed) : printed;
    }

    private static String choice(String printed) {
        return Stream.of(printed.substring(CHOICE.length()).split(", "))
                .map(value -> "`" + value + "`")
                .collect(Collectors.joining(", "));
    }

    private static String range(ConfigKey key, Matcher range) {
        Optional<String> least = Optional.ofNullable(range.group(1)).map(bound -> bound + inWords(key, bound));
        Optional<String> most = Optional.ofNullable(range.group(2)).map(bound -> bound + inWords(key, bound));
        return most.isPresent()
                ? Stream.concat(least.stream(), most.stream()).collect(Collectors.joining(" to "))
                : least.orElseThrow() + " or more";
    }

    /** A number that is hard to read, in larger units; nothing for one that has none. */
    private static String inWords(ConfigKey key, String number) {
        if (isMillis(key)) {
            return inWords(Long.parseLong(number));
        }
        boolean mebibytes = key.name.endsWith(".bytes") && Long.parseLong(number) % (1 << 20) == 0;
        return mebibytes ? " (" + (Long.parseLong(number) >> 20) + " MiB)" : "";
    }

    private static String inWords(long millis) {
        return UNITS.stream()
                .filter(unit -> millis != 0 && millis % unit.getDuration().toMillis() == 0)
                .findFirst()
                .map(unit -> inWords(millis / unit.getDuration().toMillis(), unit))
                .orElse("");
    }

    private static String inWords(long count, ChronoUnit unit) {
        String plural = unit.name().toLowerCase(Locale.ROOT);
        return " (" + count + " " + (count == 1 ? plural.substring(0, plural.length() - 1) : plural) + ")";
    }
}
