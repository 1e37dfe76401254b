// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.dialect.TableName;
import io.reverseetl.connect.jdbc.dialect.TableParts;
import io.reverseetl.connect.jdbc.engine.FailureText;
import io.reverseetl.connect.jdbc.engine.FirstBound;
import io.reverseetl.connect.jdbc.engine.SnapshotLayout;
import io.reverseetl.connect.jdbc.engine.TablePart;
import io.reverseetl.connect.jdbc.engine.Watermark;
import io.reverseetl.connect.support.Problems;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which tables are read as a whole, which in ranges of their key, once and before their changes are, and which of
 * them in slices. A layout that offsets are stored
 * of is kept until all of its ranges are done, whatever the config says by then.
 */
final class PartPlanner implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PartPlanner.class);

    private final SourceSettings settings;
    private final OffsetStorageReader offsets;
    private final Clock clock;
    private final Watermark watermark;

    /** What was decided for tables of which nothing was stored; it holds until something is. */
    private final Map<Relation, Optional<SnapshotLayout>> decided = new HashMap<>();

    PartPlanner(SourceSettings settings, OffsetStorageReader offsets, Clock clock) {
        this.settings = settings;
        this.offsets = offsets;
        this.clock = clock;
        this.watermark = new Watermark(settings.watermark(), Database.primaryOf(settings));
    }

    /**
     * The tables, queries and parts of tables that are to be read now.
     *
     * @throws ConnectException if the database or the offsets could not be asked
     */
    SourcePlan plan(List<Relation> relations) {
        Map<Relation, TableOffsets> stored = TableOffsets.of(relations, offsets);
        decide(relations.stream()
                .filter(TableName.class::isInstance)
                .map(TableName.class::cast)
                .filter(table -> !decided.containsKey(table))
                .filter(table ->
                        stored.getOrDefault(table, TableOffsets.NOTHING).isUnread())
                .toList());
        List<TablePart> parts = new ArrayList<>();
        Map<Relation, SnapshotLayout> layouts = new HashMap<>();
        relations.stream().sorted(Comparator.comparing(Relation::label)).forEach(relation -> {
            Optional<SnapshotLayout> layout = unfinished(relation, stored.getOrDefault(relation, TableOffsets.NOTHING));
            layout.ifPresent(found -> layouts.put(relation, found));
            parts.addAll(parts(relation, layout, stored.getOrDefault(relation, TableOffsets.NOTHING)));
        });
        boolean passing = !layouts.isEmpty()
                || (settings.incrementSlices() > 1 && stored.values().stream().anyMatch(TableOffsets::isAsked));
        return new SourcePlan(parts, layouts, passing);
    }

    private Optional<SnapshotLayout> unfinished(Relation relation, TableOffsets stored) {
        if (stored.changesBegun()) {
            // Its changes are being read, so its first read is over.
            return Optional.empty();
        }
        return Stream.concat(stored.layout().stream(), decided.getOrDefault(relation, Optional.empty()).stream())
                .max(Comparator.comparingLong(SnapshotLayout::id))
                .filter(layout -> !stored.isDone(layout));
    }

    private List<TablePart> parts(Relation relation, Optional<SnapshotLayout> layout, TableOffsets stored) {
        if (!(relation instanceof TableName table)) {
            return List.of(TablePart.whole(relation));
        }
        if (layout.isPresent()) {
            return IntStream.rangeClosed(1, layout.get().ranges())
                    .mapToObj(range -> TablePart.range(table, range))
                    .toList();
        }
        // One reader alone reads changes and what was asked for, so that no older version of a row follows a newer one.
        int slices = stored.isAsked() ? 1 : settings.incrementSlices();
        boolean sliced = !stored.buckets().isEmpty()
                || (slices > 1 && stored.start().flatMap(Position::timestamp).isPresent());
        return sliced
                ? IntStream.range(0, slices)
                        .mapToObj(slice -> TablePart.slice(table, slice, slices))
                        .toList()
                : List.of(TablePart.whole(table));
    }

    private void decide(List<TableName> unread) {
        if (settings.snapshotRanges() == 1 || unread.isEmpty()) {
            unread.forEach(table -> decided.put(table, Optional.empty()));
            return;
        }
        Database database = LiveValidation.database(settings);
        try (Session session = database.open()) {
            for (TableName table : unread) {
                decided.put(table, layout(table, session));
            }
        } catch (SQLException e) {
            throw new ConnectException(
                    "The ranges of a first read cannot be determined: " + FailureText.of(database.classify(e), e), e);
        }
    }

    private Optional<SnapshotLayout> layout(TableName table, Session session) throws SQLException {
        Optional<TableDescription> described = session.describe(table);
        Optional<TableParts> ways = session.parts();
        if (described.isEmpty() || ways.isEmpty() || !described.get().ordinary()) {
            return Optional.empty();
        }
        TableParts parts = ways.get();
        long rows = parts.estimatedRows(table);
        // No more ranges than pages: a small table is read faster than it is shared out.
        int ranges = (int)
                Math.min(settings.snapshotRanges(), rows / settings.reading().rowsPerPage());
        Optional<TableCursor> cursor = CursorRules.cursor(settings.cursor(table), described.get(), new Problems());
        if (ranges < 2 || cursor.isEmpty()) {
            return Optional.empty();
        }
        // The bound comes first: what is read afterwards has every row that is stamped below it.
        String before = FirstBound.now(
                        session, cursor.get(), watermark, settings.reading().bounds(), clock.instant())
                .orElseThrow(
                        () -> new ConnectException(table.title() + " is not read yet: an open transaction, or a standby"
                                + " that lags, leaves no time before which every row can be seen."));
        List<Map<String, String>> cuts = parts.cuts(cursor.get(), ranges);
        if (cuts.isEmpty()) {
            return Optional.empty();
        }
        log.info("Table {}: its first read of about {} rows is shared out in {} ranges", table, rows, cuts.size() + 1);
        return Optional.of(new SnapshotLayout(clock.millis(), before, cuts, rows));
    }

    @Override
    public void close() {
        watermark.close();
    }
}
