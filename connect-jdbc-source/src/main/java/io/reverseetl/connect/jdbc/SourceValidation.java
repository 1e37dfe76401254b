// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.SourceSettings.CursorSettings;
import io.reverseetl.connect.jdbc.dialect.ConnectionSettings;
import io.reverseetl.connect.jdbc.dialect.Dialect;
import io.reverseetl.connect.jdbc.engine.HoldAction;
import io.reverseetl.connect.kafka.KafkaSettings;
import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.support.Placeholders;
import io.reverseetl.connect.support.Problems;
import io.reverseetl.connect.support.UnknownKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;

/** What can be said about a config without asking anybody. */
final class SourceValidation {

    private SourceValidation() {}

    /** All problems, those of single values included. */
    static Problems check(Map<String, String> given) {
        Problems problems = new Problems();
        for (ConfigValue value : SourceSettings.definition().validate(given)) {
            value.errorMessages().forEach(message -> problems.add(value.name(), message));
        }
        checkKeys(given, problems);
        if (problems.isEmpty()) {
            Map<String, Object> parsed = SourceSettings.definition().parse(given);
            checkTogether(parsed, problems);
            QueryKeys.check(given, TableKeys.QUERIES.in(parsed), problems);
            if (problems.isEmpty()) {
                SourceSettings settings = SourceSettings.of(given);
                checkRelations(settings, problems);
                checkWakeup(settings, problems);
                checkGone(settings, given, problems);
            }
        }
        return problems;
    }

    private static void checkKeys(Map<String, String> given, Problems problems) {
        SourceKeys.TO_COME.forEach((key, instead) -> {
            String value = given.get(key);
            if (value != null && !value.isBlank()) {
                problems.add(key, key + " is not supported yet. Remove it. " + instead);
            }
        });
        ForeignKeys.check(given, problems);
        Set<String> known = SourceKeys.ALL.stream().map(Key::name).collect(Collectors.toSet());
        known.addAll(SourceKeys.TO_COME.keySet());
        known.addAll(ForeignKeys.names());
        known.addAll(List.of(TaskTables.KEY, TaskTables.LAYOUTS, TaskTables.NUMBER));
        KafkaSettings.unknown(given).forEach(problems::add);
        UnknownKeys.describe(given, known, List.of(SourceKeys.DRIVER_PREFIX, QueryKeys.PREFIX, KafkaSettings.PREFIX))
                .forEach(problems::add);
        Placeholders.describe(
                        given,
                        key -> known.contains(key)
                                || key.startsWith(SourceKeys.DRIVER_PREFIX)
                                || key.startsWith(QueryKeys.PREFIX)
                                || key.startsWith(KafkaSettings.PREFIX))
                .forEach(problems::add);
    }

    private static void checkTogether(Map<String, Object> parsed, Problems problems) {
        checkDialect(parsed, problems);
        checkWatermark(parsed, problems);
        onlyOne(TableKeys.INCLUDE_LIST, TableKeys.WHITELIST, parsed, problems);
        onlyOne(TableKeys.EXCLUDE_LIST, TableKeys.BLACKLIST, parsed, problems);
        List<Key<List<String>>> selectors =
                List.of(TableKeys.INCLUDE_LIST, TableKeys.EXCLUDE_LIST, TableKeys.WHITELIST, TableKeys.BLACKLIST);
        Optional<String> query = TableKeys.QUERY.optionalIn(parsed);
        if (query.isPresent() && !TableKeys.QUERIES.in(parsed).isEmpty()) {
            problems.add(TableKeys.QUERIES, "query is set too. Give that one an id, and list it here.");
        }
        if (query.isPresent() || !TableKeys.QUERIES.in(parsed).isEmpty()) {
            selectors.stream()
                    .filter(selector -> !selector.in(parsed).isEmpty())
                    .forEach(selector -> problems.add(
                            selector,
                            "A connector reads tables or queries. Remove it, or read the tables by another."));
        }
        if (query.isPresent() && RecordKeys.TOPIC_PREFIX.optionalIn(parsed).isEmpty()) {
            problems.add(RecordKeys.TOPIC_PREFIX, "It is the whole name of the topic of query. Set it.");
        }
    }

    /** What has to be said for everything that is read. */
    private static void checkRelations(SourceSettings settings, Problems problems) {
        if (settings.queries().isEmpty()) {
            checkCursor(settings.cursor(), problems);
        }
        settings.queries().forEach(query -> checkCursor(query.cursor(), problems));
        if (settings.findsDeleted() && settings.records().tombstonesLackKey()) {
            problems.add(
                    RecordKeys.DELETE_AS,
                    "With compatibility=confluent records have no key, and a tombstone has nothing else. Set"
                            + " delete.as=field.");
        }
        checkParts(settings, problems);
    }

    /** Parts of a table are told apart from its changes by the timestamp. */
    private static void checkParts(SourceSettings settings, Problems problems) {
        boolean tablesByTimestamp =
                settings.queries().isEmpty() && settings.cursor().mode().usesTimestamp();
        String only = "Only tables are read in parts, in mode=timestamp or timestamp+incrementing. Set it to 1.";
        if (settings.incrementSlices() > 1 && !tablesByTimestamp) {
            problems.add(OperationKeys.INCREMENT_SLICES, only);
        }
        if (settings.snapshotRanges() > 1 && !tablesByTimestamp) {
            problems.add(OperationKeys.SNAPSHOT_RANGES, only);
        } else if (settings.snapshotRanges() > 1 && settings.initialTimestamp().isPresent()) {
            problems.add(
                    OperationKeys.SNAPSHOT_RANGES,
                    "timestamp.initial is set, and what is stamped later is read in the order of its timestamps. Keep one"
                            + " of the two.");
        }
    }

    private static void checkWakeup(SourceSettings settings, Problems problems) {
        ConnectionSettings listened = settings.primary().orElse(settings.connection());
        settings.wakeupChannel()
                .flatMap(channel -> Dialect.find(settings.dialect(), listened.url())
                        .flatMap(Dialect::notifications)
                        .map(notifications -> notifications.problem(channel))
                        .orElse(Optional.of("Only PostgreSQL tells of changes. Remove it, and set poll.interval.ms as"
                                + " low as needed.")))
                .ifPresent(problem -> problems.add(OperationKeys.WAKEUP_CHANNEL, problem));
    }

    private static void checkGone(SourceSettings settings, Map<String, String> given, Problems problems) {
        if (settings.gone().isEmpty()) {
            return;
        }
        if (given.getOrDefault(KafkaSettings.BOOTSTRAP_SERVERS, "").isBlank()) {
            problems.add(
                    DeleteKeys.BOOTSTRAP_SERVERS,
                    "delete.check.interval.ms needs a topic that remembers keys, and Kafka clients for it: name the"
                            + " brokers here.");
        }
        if (settings.incrementSlices() > 1) {
            problems.add(
                    OperationKeys.INCREMENT_SLICES,
                    "With delete.check.interval.ms one task reads all changes of a table, so that a row that is inserted"
                            + " again follows its tombstone. Set it to 1.");
        }
        if (!settings.records().keyed()) {
            problems.add(
                    DeleteKeys.INTERVAL,
                    "With compatibility=confluent records have no key, and a tombstone has nothing else. Set it to 0,"
                            + " or take compatibility out.");
        }
    }

    private static void checkCursor(CursorSettings cursor, Problems problems) {
        Mode mode = cursor.mode();
        if (mode.usesTimestamp() && cursor.timestampColumns().isEmpty()) {
            problems.add(
                    cursor.nameOf(ChangeKeys.TIMESTAMP_COLUMN),
                    "mode=" + mode.spelling()
                            + " needs the column that says when a row was last changed. Name it here.");
        }
        if (!mode.usesIncrementing()
                && cursor.prefix().isEmpty()
                && !cursor.incrementingColumn().isEmpty()) {
            problems.add(
                    ChangeKeys.INCREMENTING_COLUMN,
                    "mode=" + mode.spelling() + " does not use it. Remove it, or set mode=timestamp+incrementing.");
        }
        if (cursor.deletes().column().isPresent()
                && cursor.deletes().expression().isPresent()) {
            problems.add(
                    cursor.nameOf(ChangeKeys.DELETE_EXPRESSION),
                    "delete.column is set too. Keep one of the two: the expression can use the column.");
        }
    }

    private static void checkDialect(Map<String, Object> parsed, Problems problems) {
        String url = ConnectionKeys.URL.in(parsed);
        String known = Dialect.all().stream().map(Dialect::name).collect(Collectors.joining(", "));
        ConnectionKeys.DIALECT.optionalIn(parsed).ifPresent(name -> {
            if (Dialect.all().stream().noneMatch(dialect -> dialect.name().equalsIgnoreCase(name))) {
                problems.add(
                        ConnectionKeys.DIALECT,
                        "There is no dialect '" + name + "'. This version has: " + known
                                + ". The last reads any database that has a JDBC driver.");
            }
        });
        checkUrl(ConnectionKeys.URL, url, parsed, problems);
    }

    /** The URL itself is not repeated: it may hold a password. */
    private static void checkUrl(Key<String> key, String url, Map<String, Object> parsed, Problems problems) {
        if (url.startsWith("jdbc:")) {
            Dialect.find(ConnectionKeys.DIALECT.optionalIn(parsed), url)
                    .flatMap(dialect -> dialect.problem(url))
                    .ifPresent(problem -> problems.add(key, problem));
        } else {
            problems.add(key, "This is not a JDBC URL. Write jdbc:postgresql://host:port/database.");
        }
    }

    private static void checkWatermark(Map<String, Object> parsed, Problems problems) {
        Optional<String> url = WatermarkKeys.WATERMARK_URL.optionalIn(parsed);
        url.ifPresent(primary -> checkUrl(WatermarkKeys.WATERMARK_URL, primary, parsed, problems));
        for (Key<?> key : List.of(WatermarkKeys.WATERMARK_USER, WatermarkKeys.WATERMARK_PASSWORD)) {
            if (url.isEmpty() && key.optionalIn(parsed).isPresent()) {
                problems.add(key, "It is for the server of watermark.connection.url. Set that too, or remove it.");
            }
        }
        if (WatermarkKeys.HOLD_ACTION.in(parsed) != HoldAction.WAIT
                && WatermarkKeys.MAX_HOLD.in(parsed).isZero()) {
            problems.add(WatermarkKeys.HOLD_ACTION, "It is never taken with watermark.max.hold.ms=0. Set a maximum.");
        }
    }

    private static void onlyOne(
            Key<List<String>> patterns, Key<List<String>> names, Map<String, Object> parsed, Problems problems) {
        if (!patterns.in(parsed).isEmpty() && !names.in(parsed).isEmpty()) {
            problems.add(names, patterns + " is set too. Keep one of the two: patterns or names.");
        }
    }
}
