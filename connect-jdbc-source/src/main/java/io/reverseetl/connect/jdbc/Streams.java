// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.NamedQuery;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.engine.BulkReader;
import io.reverseetl.connect.jdbc.engine.IncrementingReader;
import io.reverseetl.connect.jdbc.engine.ReadSettings;
import io.reverseetl.connect.jdbc.engine.Stream;
import io.reverseetl.connect.jdbc.engine.TableReader;
import io.reverseetl.connect.jdbc.engine.Watermark;
import io.reverseetl.connect.support.Problems;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a task reads: a stream for each of its tables and queries, each from where it was left. */
final class Streams {

    private static final Logger log = LoggerFactory.getLogger(Streams.class);

    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSxxx", Locale.ROOT);

    private final SourceSettings settings;
    private final Watermark watermark;
    private final Clock clock;

    Streams(SourceSettings settings, Watermark watermark, Clock clock) {
        this.settings = settings;
        this.watermark = watermark;
        this.clock = clock;
    }

    List<Stream> of(List<Relation> relations, OffsetStorageReader offsets) {
        Map<Relation, Position> positions = StoredOffsets.positions(relations, offsets);
        return relations.stream()
                .map(relation -> stream(relation, Optional.ofNullable(positions.get(relation))))
                .toList();
    }

    /** Where a first read begins, if not at the first row. */
    private Optional<Position> initial() {
        return settings.initialTimestamp()
                .map(given -> given.isNegative() ? clock.instant() : Instant.EPOCH.plus(given))
                .map(time -> place(time, settings.reading().bounds().zone()));
    }

    /**
     * Before every row of that time or later. A column without a zone takes the local time, and ignores the offset; one
     * with a zone takes both.
     */
    private static Position place(Instant time, ZoneId zone) {
        return Position.before(TEXT.format(time.atZone(zone)));
    }

    private Stream stream(Relation relation, Optional<Position> stored) {
        if (relation instanceof NamedQuery query && stored.isPresent()) {
            // The text itself may hold personal data, so that only whether it is the same can be told.
            log.info(
                    "{} (its text is {}) goes on behind its stored offset. If the text was edited, rows that it has passed"
                            + " are not read again: to read them, reset the offset",
                    query.title(),
                    Integer.toHexString(query.sql().hashCode()));
        }
        ReadSettings reading = settings.reading();
        return switch (settings.cursor(relation).mode()) {
            case TIMESTAMP, TIMESTAMP_INCREMENTING ->
                new TableReader(relation, stored.or(this::initial), reading, this::cursor, watermark);
            case INCREMENTING -> new IncrementingReader(relation, stored, reading, this::cursor, watermark);
            case BULK -> new BulkReader(relation, stored, reading, this::cursor);
        };
    }

    private TableCursor cursor(TableDescription table) {
        Problems problems = new Problems();
        Optional<TableCursor> cursor = CursorRules.cursor(settings.cursor(table.relation()), table, problems);
        problems.throwIfAny();
        return cursor.orElseThrow();
    }
}
