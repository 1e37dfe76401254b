// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.ConnectionSettings;
import io.reverseetl.connect.jdbc.dialect.NamedQuery;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.engine.BoundSettings;
import io.reverseetl.connect.jdbc.engine.ReadSettings;
import io.reverseetl.connect.jdbc.engine.WatermarkSettings;
import io.reverseetl.connect.jdbc.record.Compatibility;
import io.reverseetl.connect.jdbc.record.RecordSettings;
import io.reverseetl.connect.jdbc.record.TopicNames;
import io.reverseetl.connect.support.Key;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;

/** The config, parsed: from here on nobody looks at strings again. */
record SourceSettings(
        ConnectionSettings connection,
        Optional<ConnectionSettings> primary,
        Optional<String> dialect,
        TableSelection tables,
        List<QuerySettings> queries,
        CursorSettings cursor,
        ReadSettings reading,
        WatermarkSettings watermark,
        Optional<Duration> initialTimestamp,
        RecordSettings records,
        Optional<GoneSettings> gone,
        RetrySettings retries,
        Duration tablePollInterval,
        Optional<String> wakeupChannel,
        int snapshotRanges,
        int incrementSlices,
        boolean validateLive) {

    static final List<String> TABLE_TYPES = List.of("TABLE", "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE");

    /**
     * How rows are ordered and identified, and which of them are deleted.
     *
     * @param relationKey the config key that says what is read
     * @param prefix what config keys begin with that are about nothing else than this
     */
    record CursorSettings(
            Mode mode,
            ColumnsByTable timestampColumns,
            ColumnsByTable incrementingColumn,
            KeyColumns keyColumns,
            DeleteSettings deletes,
            boolean nonNull,
            String relationKey,
            String prefix) {

        /** The same for what {@code query} gives. */
        CursorSettings ofOnlyQuery() {
            return new CursorSettings(
                    mode,
                    timestampColumns,
                    incrementingColumn,
                    keyColumns,
                    deletes,
                    nonNull,
                    TableKeys.QUERY.name(),
                    prefix);
        }

        /** The same with what one of {@code queries} says otherwise. */
        CursorSettings ofQuery(String itsPrefix, Map<String, Object> own) {
            List<String> timestamps = ChangeKeys.TIMESTAMP_COLUMN.in(own);
            Optional<String> counted = ChangeKeys.INCREMENTING_COLUMN.optionalIn(own);
            List<String> keys = ChangeKeys.KEY_COLUMNS.in(own);
            DeleteSettings ownDeletes = DeleteSettings.in(own);
            return new CursorSettings(
                    QueryKeys.MODE.optionalIn(own).orElse(mode),
                    timestamps.isEmpty() ? timestampColumns : new ColumnsByTable(List.of(), timestamps),
                    counted.map(column -> new ColumnsByTable(List.of(), List.of(column)))
                            .orElse(incrementingColumn),
                    keys.isEmpty() ? keyColumns : KeyColumns.parse(keys),
                    ownDeletes.isEmpty() ? deletes : ownDeletes,
                    nonNull,
                    itsPrefix + QueryKeys.SQL.name(),
                    itsPrefix);
        }

        String nameOf(Key<?> key) {
            return prefix + key.name();
        }
    }

    /** What says that a row is deleted: nothing, or one of the two. */
    record DeleteSettings(Optional<String> column, Optional<String> expression) {

        static DeleteSettings in(Map<String, Object> parsed) {
            return new DeleteSettings(
                    ChangeKeys.DELETE_COLUMN.optionalIn(parsed), ChangeKeys.DELETE_EXPRESSION.optionalIn(parsed));
        }

        boolean isEmpty() {
            return column.isEmpty() && expression.isEmpty();
        }
    }

    /** How failures that pass are met. */
    record RetrySettings(int attempts, Duration longestWait, Duration deadline) {}

    static ConfigDef definition() {
        return Key.define(SourceKeys.ALL);
    }

    /**
     * Parses a config.
     *
     * @param given as the user wrote it, without static problems: see {@link SourceValidation}
     */
    static SourceSettings of(Map<String, String> given) {
        Map<String, Object> parsed = definition().parse(given);
        ZoneId zone = ZoneId.of(ChangeKeys.TIME_ZONE.in(parsed));
        Compatibility compatibility = RecordKeys.COMPATIBILITY.in(parsed);
        ConnectionSettings connection = connection(given, parsed);
        CursorSettings cursor = cursor(parsed);
        List<QuerySettings> queries = QueryKeys.in(given, parsed, cursor);
        return new SourceSettings(
                connection,
                primary(connection, parsed),
                ConnectionKeys.DIALECT.optionalIn(parsed),
                tables(parsed),
                queries,
                cursor,
                new ReadSettings(
                        OperationKeys.BATCH_ROWS.in(parsed),
                        OperationKeys.POLL_INTERVAL.in(parsed),
                        bounds(parsed, zone)),
                watermark(parsed),
                ChangeKeys.TIMESTAMP_INITIAL.optionalIn(parsed),
                new RecordSettings(
                        new TopicNames(
                                RecordKeys.TOPIC_PREFIX.optionalIn(parsed).orElse(""),
                                RecordKeys.TOPIC_TEMPLATE.in(parsed),
                                topics(queries)),
                        compatibility,
                        RecordKeys.NUMERIC.in(parsed),
                        RecordKeys.GRANULARITY.optionalIn(parsed).orElse(compatibility.timestamps()),
                        zone,
                        RecordKeys.DELETE_AS.in(parsed),
                        OperationKeys.HEARTBEAT_TOPIC.in(parsed)),
                GoneSettings.in(given, parsed),
                new RetrySettings(
                        ConnectionKeys.ATTEMPTS.in(parsed),
                        ConnectionKeys.BACKOFF.in(parsed),
                        OperationKeys.RETRY_TIMEOUT.in(parsed)),
                OperationKeys.TABLE_POLL_INTERVAL.in(parsed),
                OperationKeys.WAKEUP_CHANNEL.optionalIn(parsed),
                OperationKeys.SNAPSHOT_RANGES.in(parsed),
                OperationKeys.INCREMENT_SLICES.in(parsed),
                OperationKeys.LIVE.in(parsed));
    }

    /**
     * The kinds of tables, as the catalog names them.
     *
     * @throws IllegalArgumentException if there is no such kind
     */
    static Set<String> tableTypes(List<String> given) {
        Set<String> types =
                given.stream().map(type -> type.toUpperCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        types.stream().filter(type -> !TABLE_TYPES.contains(type)).findFirst().ifPresent(type -> {
            throw new IllegalArgumentException(
                    "'" + type + "' is not a kind of table. Use " + String.join(", ", TABLE_TYPES) + ".");
        });
        return types;
    }

    private static ConnectionSettings connection(Map<String, String> given, Map<String, Object> parsed) {
        Map<String, String> forDriver = new HashMap<>();
        given.forEach((key, value) -> {
            // A key can be there without a value: JSON has null.
            if (key.startsWith(SourceKeys.DRIVER_PREFIX) && !parsed.containsKey(key) && value != null) {
                forDriver.put(key.substring(SourceKeys.DRIVER_PREFIX.length()), value);
            }
        });
        return new ConnectionSettings(
                ConnectionKeys.URL.in(parsed),
                ConnectionKeys.USER.optionalIn(parsed),
                ConnectionKeys.PASSWORD.optionalIn(parsed),
                Map.copyOf(forDriver),
                Optional.empty(),
                ConnectionKeys.ISOLATION.in(parsed),
                ConnectionKeys.QUOTING.in(parsed));
    }

    /** The driver's properties are those of the other connection: both servers are of one cluster. */
    private static Optional<ConnectionSettings> primary(ConnectionSettings standby, Map<String, Object> parsed) {
        return WatermarkKeys.WATERMARK_URL
                .optionalIn(parsed)
                .map(url -> new ConnectionSettings(
                        url,
                        WatermarkKeys.WATERMARK_USER.optionalIn(parsed).or(standby::user),
                        WatermarkKeys.WATERMARK_PASSWORD.optionalIn(parsed).or(standby::password),
                        standby.driverProperties()));
    }

    private static BoundSettings bounds(Map<String, Object> parsed, ZoneId zone) {
        return new BoundSettings(
                zone,
                WatermarkKeys.MARGIN.in(parsed),
                WatermarkKeys.MARGIN_MODE.in(parsed),
                ChangeKeys.DELAY.in(parsed),
                ChangeKeys.OVERLAP.in(parsed),
                WatermarkKeys.REQUIRED.in(parsed));
    }

    private static WatermarkSettings watermark(Map<String, Object> parsed) {
        return new WatermarkSettings(
                WatermarkKeys.EXCLUDE_ROLES.in(parsed),
                WatermarkKeys.EXCLUDE_APPLICATIONS.in(parsed),
                WatermarkKeys.MAX_HOLD.in(parsed),
                WatermarkKeys.HOLD_ACTION.in(parsed));
    }

    private static TableSelection tables(Map<String, Object> parsed) {
        return new TableSelection(
                TableKeys.INCLUDE_LIST.in(parsed),
                TableKeys.EXCLUDE_LIST.in(parsed),
                TableKeys.WHITELIST.in(parsed),
                TableKeys.BLACKLIST.in(parsed),
                tableTypes(TableKeys.TYPES.in(parsed)),
                TableKeys.SCHEMA_PATTERN.optionalIn(parsed),
                TableKeys.CATALOG_PATTERN.optionalIn(parsed));
    }

    private static CursorSettings cursor(Map<String, Object> parsed) {
        return new CursorSettings(
                ChangeKeys.MODE.in(parsed),
                new ColumnsByTable(
                        ColumnsByTable.parse(ChangeKeys.TIMESTAMP_MAPPING.in(parsed)),
                        ChangeKeys.TIMESTAMP_COLUMN.in(parsed)),
                new ColumnsByTable(
                        ColumnsByTable.parseSingle(ChangeKeys.INCREMENTING_MAPPING.in(parsed)),
                        ChangeKeys.INCREMENTING_COLUMN.optionalIn(parsed).stream()
                                .toList()),
                KeyColumns.parse(ChangeKeys.KEY_COLUMNS.in(parsed)),
                DeleteSettings.in(parsed),
                ChangeKeys.NON_NULL.in(parsed),
                (TableKeys.WHITELIST.in(parsed).isEmpty() ? TableKeys.INCLUDE_LIST : TableKeys.WHITELIST).name(),
                "");
    }

    private static Map<String, String> topics(List<QuerySettings> queries) {
        return queries.stream()
                .collect(Collectors.toUnmodifiableMap(query -> query.query().id(), QuerySettings::topic));
    }

    Optional<NamedQuery> query(String id) {
        return queries.stream()
                .map(QuerySettings::query)
                .filter(query -> query.id().equals(id))
                .findFirst();
    }

    /** How a table or query is read. */
    CursorSettings cursor(Relation relation) {
        return queries.stream()
                .filter(query -> query.query().equals(relation))
                .findFirst()
                .map(QuerySettings::cursor)
                .orElse(cursor);
    }

    boolean findsDeleted() {
        return !cursor.deletes().isEmpty()
                || queries.stream().anyMatch(query -> !query.cursor().deletes().isEmpty());
    }

    /** Whether something is read all over again, from which no restart knows what was sent. */
    boolean usesBulk() {
        return queries.isEmpty()
                ? cursor.mode() == Mode.BULK
                : queries.stream().anyMatch(query -> query.cursor().mode() == Mode.BULK);
    }
}
