// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.ConnectionSettings;
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
        CursorSettings cursor,
        ReadSettings reading,
        WatermarkSettings watermark,
        RecordSettings records,
        RetrySettings retries,
        boolean validateLive) {

    static final List<String> TABLE_TYPES = List.of("TABLE", "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE");

    /** How rows are ordered and identified. */
    record CursorSettings(
            Mode mode,
            List<String> timestampColumns,
            Optional<String> incrementingColumn,
            KeyColumns keyColumns,
            boolean nonNull,
            Key<?> tablesKey) {}

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
        ZoneId zone = ZoneId.of(SourceKeys.TIME_ZONE.in(parsed));
        Compatibility compatibility = SourceKeys.COMPATIBILITY.in(parsed);
        ConnectionSettings connection = connection(given, parsed);
        return new SourceSettings(
                connection,
                primary(connection, parsed),
                SourceKeys.DIALECT.optionalIn(parsed),
                tables(parsed),
                cursor(parsed),
                new ReadSettings(
                        SourceKeys.BATCH_ROWS.in(parsed), SourceKeys.POLL_INTERVAL.in(parsed), bounds(parsed, zone)),
                watermark(parsed),
                new RecordSettings(
                        new TopicNames(
                                SourceKeys.TOPIC_PREFIX.optionalIn(parsed).orElse(""),
                                SourceKeys.TOPIC_TEMPLATE.in(parsed),
                                Map.of()),
                        compatibility,
                        SourceKeys.NUMERIC.in(parsed),
                        SourceKeys.GRANULARITY.optionalIn(parsed).orElse(compatibility.timestamps()),
                        zone),
                new RetrySettings(
                        SourceKeys.ATTEMPTS.in(parsed),
                        SourceKeys.BACKOFF.in(parsed),
                        SourceKeys.RETRY_TIMEOUT.in(parsed)),
                SourceKeys.LIVE.in(parsed));
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
                SourceKeys.URL.in(parsed),
                SourceKeys.USER.optionalIn(parsed),
                SourceKeys.PASSWORD.optionalIn(parsed),
                Map.copyOf(forDriver),
                Optional.empty());
    }

    /** The driver's properties are those of the other connection: both servers are of one cluster. */
    private static Optional<ConnectionSettings> primary(ConnectionSettings standby, Map<String, Object> parsed) {
        return SourceKeys.WATERMARK_URL
                .optionalIn(parsed)
                .map(url -> new ConnectionSettings(
                        url,
                        SourceKeys.WATERMARK_USER.optionalIn(parsed).or(standby::user),
                        SourceKeys.WATERMARK_PASSWORD.optionalIn(parsed).or(standby::password),
                        standby.driverProperties(),
                        Optional.empty()));
    }

    private static BoundSettings bounds(Map<String, Object> parsed, ZoneId zone) {
        return new BoundSettings(
                zone,
                SourceKeys.MARGIN.in(parsed),
                SourceKeys.MARGIN_MODE.in(parsed),
                SourceKeys.DELAY.in(parsed),
                SourceKeys.OVERLAP.in(parsed),
                SourceKeys.REQUIRED.in(parsed));
    }

    private static WatermarkSettings watermark(Map<String, Object> parsed) {
        return new WatermarkSettings(
                SourceKeys.EXCLUDE_ROLES.in(parsed),
                SourceKeys.EXCLUDE_APPLICATIONS.in(parsed),
                SourceKeys.MAX_HOLD.in(parsed),
                SourceKeys.HOLD_ACTION.in(parsed));
    }

    private static TableSelection tables(Map<String, Object> parsed) {
        return new TableSelection(
                SourceKeys.INCLUDE_LIST.in(parsed),
                SourceKeys.EXCLUDE_LIST.in(parsed),
                SourceKeys.WHITELIST.in(parsed),
                SourceKeys.BLACKLIST.in(parsed),
                tableTypes(SourceKeys.TYPES.in(parsed)),
                SourceKeys.SCHEMA_PATTERN.optionalIn(parsed),
                SourceKeys.CATALOG_PATTERN.optionalIn(parsed));
    }

    private static CursorSettings cursor(Map<String, Object> parsed) {
        return new CursorSettings(
                SourceKeys.MODE.in(parsed),
                SourceKeys.TIMESTAMP_COLUMN.in(parsed),
                SourceKeys.INCREMENTING_COLUMN.optionalIn(parsed),
                KeyColumns.parse(SourceKeys.KEY_COLUMNS.in(parsed)),
                SourceKeys.NON_NULL.in(parsed),
                SourceKeys.WHITELIST.in(parsed).isEmpty() ? SourceKeys.INCLUDE_LIST : SourceKeys.WHITELIST);
    }
}
