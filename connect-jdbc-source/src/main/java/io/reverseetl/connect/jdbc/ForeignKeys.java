// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.support.Problems;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Keys of the Confluent and Aiven JDBC source connectors that this one has no use for. One that asks for nothing but
 * what happens anyway may stay, so that a config runs with its {@code connector.class} alone changed; any other is
 * refused with what to write in its place.
 */
final class ForeignKeys {

    /**
     * One of them.
     *
     * @param idle tells the values that ask for nothing else than what happens here
     * @param instead what the config's author gets, or has to write, in its place
     */
    private record ForeignKey(String name, Predicate<String> idle, String instead) {}

    private static final List<ForeignKey> ALL = List.of(
            new ForeignKey(
                    "table.monitoring.startup.polling.limit.ms",
                    ForeignKeys::always,
                    "Tables are listed before a task starts."),
            new ForeignKey("table.names.qualify", ForeignKeys::always, "Tables are always named with their schema."),
            new ForeignKey(
                    "sql.quote.identifiers",
                    ForeignKeys::always,
                    "Names are always quoted, as the database spells them."),
            new ForeignKey(
                    "query.retry.attempts", ForeignKeys::always, "What may pass is retried for retry.timeout.ms."),
            new ForeignKey(
                    "incrementing.relaxed.monotonic",
                    ForeignKeys::always,
                    "Ids that appear out of order are waited for anyway."),
            new ForeignKey("numeric.precision.mapping", "false"::equals, "Write numeric.mapping=precision_only."),
            new ForeignKey("timestamp.initial.ms", "0"::equals, "Write timestamp.initial with the same number."),
            new ForeignKey(
                    "incrementing.initial",
                    "-1"::equals,
                    "Remove it. To begin in the middle, create the connector stopped and set the table's offset."),
            new ForeignKey(
                    "query.masked",
                    ForeignKeys::never,
                    "Write query: its text is neither logged nor shown in a message."),
            new ForeignKey(
                    "jdbc.credentials.provider.class",
                    ForeignKeys::never,
                    "Let a config provider of the worker fill in the credentials:"
                            + " connection.password=${vault:database:password}, for example."));

    private ForeignKeys() {}

    private static boolean always(String value) {
        return true;
    }

    private static boolean never(String value) {
        return false;
    }

    static Set<String> names() {
        return ALL.stream().map(ForeignKey::name).collect(Collectors.toSet());
    }

    /** Adds what has to be written differently. */
    static void check(Map<String, String> given, Problems problems) {
        ALL.stream()
                .filter(key -> isSet(key, given) && !isIdle(key, given))
                .forEach(key ->
                        problems.add(key.name(), key.name() + " is not a key of this connector. " + key.instead()));
    }

    /** What is passed over without harm: a sentence for each such key. */
    static List<String> notes(Map<String, String> given) {
        return ALL.stream()
                .filter(key -> isSet(key, given) && isIdle(key, given))
                .map(key -> key.name() + " has no effect here. " + key.instead())
                .toList();
    }

    private static boolean isSet(ForeignKey key, Map<String, String> given) {
        return !value(key, given).isEmpty();
    }

    private static boolean isIdle(ForeignKey key, Map<String, String> given) {
        return key.idle().test(value(key, given));
    }

    /** A key can be there without a value: JSON has null. */
    private static String value(ForeignKey key, Map<String, String> given) {
        String value = given.get(key.name());
        return value == null ? "" : value.trim().toLowerCase(Locale.ROOT);
    }
}
