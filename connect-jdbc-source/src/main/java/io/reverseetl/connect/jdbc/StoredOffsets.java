// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableName;
import io.reverseetl.connect.jdbc.engine.FailureText;
import io.reverseetl.connect.jdbc.engine.JsonTexts;
import io.reverseetl.connect.jdbc.engine.PositionFormat;
import io.reverseetl.connect.jdbc.engine.SourcePartition;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** Offsets as Connect keeps them: read at the start of a task, and checked when a user alters them. */
final class StoredOffsets {

    private StoredOffsets() {}

    /** Where the tables were left, for those that were read before. */
    static Map<TableName, Position> positions(List<TableName> tables, OffsetStorageReader reader) {
        Map<Map<String, String>, Map<String, Object>> stored = reader.offsets(
                tables.stream().map(table -> SourcePartition.of(table).fields()).toList());
        Map<TableName, Position> positions = new HashMap<>();
        for (TableName table : tables) {
            @Nullable
            Map<String, Object> offset = stored.get(SourcePartition.of(table).fields());
            if (offset != null) {
                positions.put(table, position(table, offset));
            }
        }
        return positions;
    }

    /**
     * Reads offsets that a user wants to set. One that is null resets its partition, whatever that is, so that left-overs
     * can be cleaned up.
     *
     * @throws ConnectException if one is not a table's position
     */
    static Map<TableName, Position> parse(Map<Map<String, ?>, Map<String, ?>> offsets) {
        Map<TableName, Position> positions = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            if (offset != null) {
                TableName table = table(partition);
                positions.put(table, position(table, offset));
            }
        });
        return positions;
    }

    /**
     * Checks positions against the tables as they are.
     *
     * @throws ConnectException if one could not be read from
     */
    static void check(Map<TableName, Position> positions, LiveValidation.Result live, Database database) {
        try (Session session = database.open()) {
            for (Map.Entry<TableName, Position> entry : positions.entrySet()) {
                check(entry.getKey(), entry.getValue(), live, session);
            }
        } catch (SQLException e) {
            throw new ConnectException("The offsets cannot be checked: " + FailureText.of(database.classify(e), e)
                    + " To set them while the database is down, set validate.live=false.");
        }
    }

    private static void check(TableName table, Position position, LiveValidation.Result live, Session session)
            throws SQLException {
        if (!live.tables().contains(table)) {
            throw new ConnectException("Table " + table + " is not among those that the connector reads: "
                    + live.tables() + ". Correct the partition, or reset it with null.");
        }
        TableCursor cursor = live.cursors().get(table);
        if (cursor == null) {
            return;
        }
        if (!position.keyColumns().equals(cursor.keyColumns())) {
            throw new ConnectException("The offset of table " + table + " has the columns " + position.keyColumns()
                    + " in \"key\". Give one text for each of " + cursor.keyColumns() + ", in this order.");
        }
        if (!session.canResume(cursor, position)) {
            throw new ConnectException(
                    "The offset of table " + table + " has a text in \"ts\" or \"key\" that is no value"
                            + " of its column's type. Write each as PostgreSQL does.");
        }
    }

    private static TableName table(Map<String, ?> partition) {
        Optional<TableName> table = partition.size() == 1 && partition.get("table") instanceof String name
                ? TableName.parse(name)
                : Optional.empty();
        TableName found = table.orElseThrow(() -> new ConnectException("Partition " + partition
                + " is not one of this connector's. Write {\"table\": \"schema.table\"} and nothing else in it."));
        Map<String, String> read = SourcePartition.of(found).fields();
        if (!partition.equals(read)) {
            throw new ConnectException("Partition " + partition + " is never read, as the table's name is spelled"
                    + " differently in it. Write " + JsonTexts.write(read) + ".");
        }
        return found;
    }

    private static Position position(TableName table, Map<String, ?> offset) {
        try {
            return PositionFormat.read(offset);
        } catch (IllegalArgumentException e) {
            throw new ConnectException("The offset of table " + table + " cannot be read: " + e.getMessage()
                    + ". Correct it, or reset it with null to read the table from the start.");
        }
    }
}
