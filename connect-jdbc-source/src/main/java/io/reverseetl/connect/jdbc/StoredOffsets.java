// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.engine.FailureText;
import io.reverseetl.connect.jdbc.engine.PositionFormat;
import io.reverseetl.connect.jdbc.engine.RangeProgress;
import io.reverseetl.connect.jdbc.engine.SnapshotLayout;
import io.reverseetl.connect.jdbc.engine.SnapshotRequest;
import io.reverseetl.connect.jdbc.engine.SourcePartition;
import io.reverseetl.connect.jdbc.engine.SyncRequest;
import io.reverseetl.connect.jdbc.engine.TablePart;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Offsets as Connect keeps them: read at the start of a task, and checked when a user alters them. */
final class StoredOffsets {

    private StoredOffsets() {}

    /**
     * Reads offsets that a user wants to set. One that is null resets its partition, whatever that is, so that left-overs
     * can be cleaned up.
     *
     * @throws ConnectException if one is not the position of a table or query
     */
    static Map<SourcePartition, List<Position>> parse(Map<Map<String, ?>, Map<String, ?>> offsets) {
        Map<SourcePartition, List<Position>> places = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            if (offset != null) {
                SourcePartition read = partition(partition);
                places.put(read, places(read, offset));
            }
        });
        return places;
    }

    /** The places in a table's order that an offset names. */
    private static List<Position> places(SourcePartition partition, Map<String, ?> offset) {
        String part = partition.part().map(TablePart::part).orElse("");
        try {
            if (partition.isSync()) {
                SyncRequest unused = SyncRequest.in(offset);
                return List.of();
            }
            if (part.isEmpty() || part.startsWith("bucket-")) {
                return List.of(position(partition, offset));
            }
            Stream<Map<String, String>> bounds;
            if (part.equals(TablePart.REQUEST)) {
                SnapshotRequest request = SnapshotRequest.in(offset);
                bounds = Stream.concat(request.from().stream(), request.to().stream());
            } else {
                bounds = SnapshotLayout.in(offset).cuts().stream();
            }
            return Stream.concat(bounds, RangeProgress.in(offset).key().stream())
                    .map(key -> new Position(Optional.empty(), key))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw unreadable(partition, e);
        }
    }

    /**
     * Checks positions against the tables and queries as they are.
     *
     * @throws ConnectException if one could not be read from
     */
    static void check(Map<SourcePartition, List<Position>> places, LiveValidation.Result live, Database database) {
        try (Session session = database.open()) {
            for (Map.Entry<SourcePartition, List<Position>> entry : places.entrySet()) {
                Relation relation = relation(entry.getKey(), live);
                for (Position place : entry.getValue()) {
                    check(entry.getKey(), place, live.cursors().get(relation), session);
                }
            }
        } catch (SQLException e) {
            throw new ConnectException("The offsets cannot be checked: " + FailureText.of(database.classify(e), e)
                    + " To set them while the database is down, set validate.live=false.");
        }
    }

    private static Relation relation(SourcePartition partition, LiveValidation.Result live) {
        return live.relations().stream()
                .filter(read -> SourcePartition.of(read).equals(partition.whole()))
                .findFirst()
                .orElseThrow(() -> new ConnectException(partition + " is not among those that the connector reads: "
                        + live.relations() + ". Correct the partition, or reset it with null."));
    }

    private static void check(
            SourcePartition partition, Position position, @Nullable TableCursor cursor, Session session)
            throws SQLException {
        if (cursor == null) {
            return;
        }
        if (!position.fits(cursor)) {
            throw new ConnectException("The offset of " + partition + " has the columns " + position.keyColumns()
                    + " in \"key\". Give one text for each of " + cursor.keyColumns()
                    + ", in this order; or none of them, to read from the time in \"ts\" on.");
        }
        if (cursor.timestamps().isEmpty() && position.timestamp().isPresent()) {
            throw new ConnectException("The offset of " + partition + " has a \"ts\", which its mode does not use. Give"
                    + " \"key\" alone, and for mode bulk \"run\".");
        }
        if (!session.canResume(cursor, position)) {
            throw new ConnectException(
                    "The offset of " + partition + " has a text in \"ts\" or \"key\" that is no value"
                            + " of its column's type. Write each as the connector stores it.");
        }
    }

    private static SourcePartition partition(Map<String, ?> fields) {
        try {
            return SourcePartition.in(fields);
        } catch (IllegalArgumentException e) {
            throw new ConnectException(e.getMessage());
        }
    }

    static Position position(SourcePartition partition, Map<String, ?> offset) {
        try {
            return PositionFormat.read(offset);
        } catch (IllegalArgumentException e) {
            throw unreadable(partition, e);
        }
    }

    private static ConnectException unreadable(SourcePartition partition, IllegalArgumentException e) {
        return new ConnectException("The offset of " + partition + " cannot be read: " + e.getMessage()
                + ". Correct it, or reset it with null to read from the start.");
    }
}
