// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.NamedQuery;
import io.reverseetl.connect.jdbc.dialect.Relation;
import java.util.Map;
import java.util.Optional;

/**
 * What Connect keeps an offset for. Frozen, and of exactly one field: Connect compares partitions by their JSON, which
 * follows the order of a map's fields.
 *
 * @param kind the field's name
 * @param name the field's value
 */
public record SourcePartition(String kind, String name) {

    private static final String TABLE = "table";
    private static final String QUERY = "query";
    private static final String SYNC = "#" + TablePart.SYNC;

    public static SourcePartition of(Relation relation) {
        return relation instanceof NamedQuery query
                ? new SourcePartition(QUERY, query.id())
                : new SourcePartition(TABLE, relation.toString());
    }

    /** What the tombstones of rows that are gone are kept under: a table's own name has a hash in quotes only. */
    public static SourcePartition ofGone(Relation relation) {
        SourcePartition whole = of(relation);
        return new SourcePartition(whole.kind(), whole.name() + "#deletes");
    }

    public static SourcePartition of(TablePart part) {
        SourcePartition whole = of(part.relation());
        return part.isWhole() ? whole : new SourcePartition(whole.kind(), whole.name() + "#" + part.part());
    }

    /**
     * Reads a partition that a user has written.
     *
     * @throws IllegalArgumentException if it is not one of this connector's; the message shows what is
     */
    public static SourcePartition in(Map<String, ?> fields) {
        if (fields.size() == 1 && fields.get(QUERY) instanceof String id) {
            return new SourcePartition(QUERY, id);
        }
        Optional<TablePart> part = fields.size() == 1 && fields.get(TABLE) instanceof String name
                ? TablePart.parse(name)
                : Optional.empty();
        SourcePartition read = of(part.orElseThrow(() -> new IllegalArgumentException("Partition " + fields
                + " is not one of this connector's. Write {\"table\": \"schema.table\"} or {\"query\": \"id\"}, and"
                + " nothing else in it.")));
        if (!fields.equals(read.fields())) {
            throw new IllegalArgumentException("Partition " + fields + " is never read, as the table's name is spelled"
                    + " differently in it. Write " + JsonTexts.write(read.fields()) + ".");
        }
        return read;
    }

    /** Whether it is that of the question whether a table or query has been read: an id of a query has no hash. */
    public boolean isSync() {
        return name.endsWith(SYNC);
    }

    /** The table or the part of one; empty for a query. */
    public Optional<TablePart> part() {
        return kind.equals(TABLE) ? TablePart.parse(name) : Optional.empty();
    }

    /** The partition of the table or query as a whole. */
    public SourcePartition whole() {
        return part().map(part -> of(part.relation()))
                .orElseGet(() ->
                        isSync() ? new SourcePartition(kind, name.substring(0, name.length() - SYNC.length())) : this);
    }

    /** As Connect takes it. */
    public Map<String, String> fields() {
        return Map.of(kind, name);
    }

    /** As it stands inside a message. */
    @Override
    public String toString() {
        return kind + " " + name;
    }
}
