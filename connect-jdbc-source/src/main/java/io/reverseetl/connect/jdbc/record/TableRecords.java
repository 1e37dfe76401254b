// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.record;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.NamedQuery;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableCursor.ByColumn;
import io.reverseetl.connect.jdbc.dialect.TableCursor.DeletedWhen;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.engine.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Makes the records of one table or query, as it was described: schemas and conversions are chosen once, not for each value. */
public final class TableRecords {

    public static final String TABLE_HEADER = "reverseetl.source.table";
    public static final String QUERY_HEADER = "reverseetl.source.query";
    public static final String TIMESTAMP_HEADER = "reverseetl.source.timestamp";

    private final TableCursor cursor;
    private final String topic;
    private final List<FieldOf> keyFields;
    private final List<FieldOf> valueFields;
    private final @Nullable Schema keySchema;
    private final Schema valueSchema;
    private final String originHeader;
    private final SchemaAndValue origin;
    private final Predicate<Row> deleted;
    private final boolean tombstones;
    private final Optional<Field> deletedField;
    private final Function<Object, String> timestampText;

    /** Says whether a row is deleted, with {@link DeleteAs#FIELD}. */
    public static final String DELETED_FIELD = "__deleted";

    private record FieldOf(Column column, FieldType type, Field field) {}

    public TableRecords(TableCursor cursor, RecordSettings settings) {
        this.cursor = cursor;
        this.topic = settings.topics().topic(cursor.relation());
        List<Column> columns = cursor.table().columns();
        Schema key = schema(cursor, "Key", cursor.recordKey(), settings);
        this.keySchema = settings.compatibility().keyed() ? key : null;
        this.valueSchema = schema(cursor, "Value", columns, settings);
        this.keyFields = fields(key, cursor.recordKey(), settings);
        this.valueFields = fields(valueSchema, columns, settings);
        this.originHeader = cursor.relation() instanceof NamedQuery ? QUERY_HEADER : TABLE_HEADER;
        this.origin = new SchemaAndValue(Schema.STRING_SCHEMA, origin(cursor.relation()));
        this.deleted = cursor.deletedWhen()
                .map(when -> isDeleted(when, columns.size()))
                .orElse(row -> false);
        this.tombstones = settings.deleteAs() == DeleteAs.TOMBSTONE;
        this.deletedField = Optional.ofNullable(valueSchema.field(DELETED_FIELD));
        this.timestampText = cursor.timestamps().isEmpty()
                ? String::valueOf
                : TimestampFields.header(cursor.timestampType().zoned(), settings.zone());
    }

    /** Two columns whose names become the same legal one; a table has none, or cannot be made into records. */
    public static Optional<List<String>> clash(TableDescription table) {
        Map<String, String> seen = new HashMap<>();
        for (Column column : table.columns()) {
            String other = seen.putIfAbsent(AvroNames.legal(column.name()), column.name());
            if (other != null) {
                return Optional.of(List.of(other, column.name()));
            }
        }
        return Optional.empty();
    }

    /**
     * Makes a row into a record.
     *
     * @param place where reading goes on once the record was sent
     * @throws DataException if a value has no faithful form; the message names table, column and key
     */
    public SourceRecord record(Row row, Step.Place place) {
        return record(row, place, tombstones && deleted.test(row));
    }

    /** Makes a row that is gone, and of which only the key is known, into a record without a value. */
    public SourceRecord tombstone(Row row, Step.Place place) {
        return record(row, place, true);
    }

    private SourceRecord record(Row row, Step.Place place, boolean tombstone) {
        return new SourceRecord(
                place.partition().fields(),
                place.offset(),
                topic,
                null,
                keySchema,
                keySchema == null ? null : struct(keySchema, keyFields, row),
                tombstone ? null : valueSchema,
                tombstone ? null : value(row),
                // The time of sending: brokers delete by it, and a row stamped a month ago would not live long.
                null,
                headers(row));
    }

    private ConnectHeaders headers(Row row) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.add(originHeader, origin);
        for (Column column : cursor.timestamps()) {
            Object timestamp = row.values().get(column.position());
            if (timestamp != null) {
                headers.addString(TIMESTAMP_HEADER, timestampText.apply(timestamp));
                break;
            }
        }
        return headers;
    }

    private static String origin(Relation relation) {
        return relation instanceof NamedQuery query ? query.id() : relation.toString();
    }

    private Struct value(Row row) {
        Struct value = struct(valueSchema, valueFields, row);
        deletedField.ifPresent(field -> value.put(field, deleted.test(row)));
        return value;
    }

    /** An expression's result stands behind the columns' values. */
    private static Predicate<Row> isDeleted(DeletedWhen when, int columns) {
        int place = when instanceof ByColumn by ? by.column().position() : columns;
        return row -> {
            @Nullable Object said = row.values().get(place);
            return said instanceof Boolean flag ? flag : said != null;
        };
    }

    private Struct struct(Schema schema, List<FieldOf> fields, Row row) {
        Struct struct = new Struct(schema);
        for (FieldOf field : fields) {
            @Nullable Object value = row.values().get(field.column().position());
            if (value != null) {
                struct.put(field.field(), converted(field, value, row));
            } else if (!field.field().schema().isOptional()) {
                // Possible in a view, of whose columns the catalog does not know whether they can be NULL.
                throw unconvertible(field.column(), row, "it is NULL, in a column that must not be.");
            }
        }
        return struct;
    }

    private Object converted(FieldOf field, Object value, Row row) {
        try {
            return field.type().conversion().apply(value);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw unconvertible(field.column(), row, String.valueOf(e.getMessage()));
        }
    }

    private DataException unconvertible(Column column, Row row, String why) {
        return new DataException(cursor.relation().title() + ", column " + column.name() + ", key "
                + row.position().key() + ": the value has no faithful form in a record: " + why
                + " Correct the row, or read a view that leaves the column out or converts it.");
    }

    private static Schema schema(TableCursor cursor, String kind, List<Column> columns, RecordSettings settings) {
        Compatibility like = settings.compatibility();
        SchemaBuilder schema = SchemaBuilder.struct().name(like.schemaName(cursor.relation(), kind));
        for (Column column : columns) {
            SchemaBuilder field = FieldType.of(column.type(), settings).schema().get();
            boolean optional = like.isOptional(column, cursor.recordKey().contains(column));
            schema.field(like.fieldName(column), optional ? field.optional().build() : field.build());
        }
        if (kind.equals("Value")
                && settings.deleteAs() == DeleteAs.FIELD
                && cursor.deletedWhen().isPresent()) {
            schema.field(DELETED_FIELD, Schema.OPTIONAL_BOOLEAN_SCHEMA);
        }
        return schema.build();
    }

    private static List<FieldOf> fields(Schema schema, List<Column> columns, RecordSettings settings) {
        return columns.stream()
                .map(column -> new FieldOf(
                        column,
                        FieldType.of(column.type(), settings),
                        schema.field(settings.compatibility().fieldName(column))))
                .toList();
    }
}
