// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Activity;
import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.Guarantee;
import io.reverseetl.connect.jdbc.dialect.OpenTransaction;
import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.dialect.TableName;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A table of ids and the times of their last change, in memory, and the database's clock beside it. */
final class FakeTable extends FakeSession {

    static final TableName NAME = new TableName("s", "t");

    private final Map<Integer, LocalDateTime> rows = new TreeMap<>();
    private final ColumnType.Timestamp type;
    private Instant clock = Instant.EPOCH;
    private int pagesUntilFailure = -1;
    private Guarantee guarantee = Guarantee.WATERMARK;

    FakeTable(ColumnType.Timestamp type) {
        this.type = type;
    }

    /** Inserts or updates a row, stamped as the column shows it. */
    void put(int id, LocalDateTime changed) {
        rows.put(id, changed);
    }

    void clock(Instant shown) {
        clock = shown;
    }

    void guarantee(Guarantee shown) {
        guarantee = shown;
    }

    @Override
    public Activity activity(Activity.Request request) {
        return new Activity(clock, guarantee, List.<OpenTransaction>of(), Optional.empty());
    }

    @Override
    public Optional<TableDescription> describe(Relation relation) {
        Column id = new Column("id", 0, "int", "int", ColumnType.Plain.INT32, false, true);
        Column at = new Column("at", 1, "timestamp", "timestamp", type, false, false);
        return Optional.of(new TableDescription(relation, List.of(id, at), List.of("id"), true, Optional.empty(), "f"));
    }

    @Override
    public String fingerprint(Relation relation) {
        return "f";
    }

    @Override
    public String text(ColumnType.Timestamp ofType, LocalDateTime time) {
        return time.toString();
    }

    /** The page behind so many others fails. */
    void failAfter(int pages) {
        pagesUntilFailure = pages;
    }

    @Override
    public List<Row> page(PageRequest request) throws SQLException {
        if (pagesUntilFailure-- == 0) {
            throw new SQLException("gone", "08006");
        }
        PageRequest.Timed range = (PageRequest.Timed) request.range();
        LocalDateTime before = LocalDateTime.parse(range.before());
        return rows.entrySet().stream()
                .sorted(Map.Entry.<Integer, LocalDateTime>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .filter(row -> row.getValue().isBefore(before))
                .filter(row -> range.after()
                        .map(place -> isBehind(row.getKey(), row.getValue(), place))
                        .orElse(true))
                .limit(request.limit())
                .map(row -> new Row(
                        new Position(
                                Optional.of(row.getValue().toString()),
                                Map.of("id", row.getKey().toString())),
                        List.of(row.getKey(), row.getValue())))
                .toList();
    }

    private static boolean isBehind(int id, LocalDateTime changed, Position place) {
        LocalDateTime time = LocalDateTime.parse(place.timestamp().orElseThrow());
        if (place.key().isEmpty()) {
            return !changed.isBefore(time);
        }
        int key = Integer.parseInt(place.key().get("id"));
        return Comparator.<LocalDateTime>naturalOrder().compare(changed, time) > 0
                || (changed.equals(time) && id > key);
    }
}
