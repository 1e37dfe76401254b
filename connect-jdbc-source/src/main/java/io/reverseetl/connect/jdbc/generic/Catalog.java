// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.generic;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.ListedTable;
import io.reverseetl.connect.jdbc.dialect.Quoting;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.dialect.TableName;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a driver's metadata says of the tables. A database without schemas has catalogs in their place, or a single
 * unnamed one.
 *
 * @param name the catalog that the connection is in
 */
record Catalog(DatabaseMetaData metadata, String name, Level level, String quote) {

    /** What stands before a table's name. */
    enum Level {
        SCHEMA,
        CATALOG,
        NONE
    }

    private static final String SYSTEM_SCHEMA = "INFORMATION_SCHEMA";

    /** The schema in the name of a table that has none. */
    private static final String NO_SCHEMA = "main";

    static Catalog of(Connection connection, Quoting quoting) throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        String catalog = connection.getCatalog();
        Level level = metadata.supportsSchemasInTableDefinitions()
                ? Level.SCHEMA
                : metadata.supportsCatalogsInTableDefinitions() ? Level.CATALOG : Level.NONE;
        // A blank says that names cannot be quoted.
        return new Catalog(
                metadata,
                catalog == null ? "" : catalog,
                level,
                quoting == Quoting.NEVER
                        ? ""
                        : metadata.getIdentifierQuoteString().trim());
    }

    String quoted(String identifier) {
        return quote + (quote.isEmpty() ? identifier : identifier.replace(quote, quote + quote)) + quote;
    }

    String quoted(TableName table) {
        return level == Level.NONE ? quoted(table.name()) : quoted(table.schema()) + "." + quoted(table.name());
    }

    List<ListedTable> tables() throws SQLException {
        List<ListedTable> tables = new ArrayList<>();
        try (ResultSet rows = metadata.getTables(catalogFilter(), null, "%", null)) {
            while (rows.next()) {
                TableName table = new TableName(schema(rows), rows.getString("TABLE_NAME"));
                if (!table.schema().equalsIgnoreCase(SYSTEM_SCHEMA)) {
                    tables.add(new ListedTable(table, kind(rows.getString("TABLE_TYPE")), false));
                }
            }
        }
        return tables.stream().sorted((a, b) -> a.name().compareTo(b.name())).toList();
    }

    /** Some drivers write the type as the standard's information schema does. */
    private static String kind(String type) {
        return type.equals("BASE TABLE") ? "TABLE" : type;
    }

    private String schema(ResultSet row) throws SQLException {
        @Nullable
        String schema = switch (level) {
            case SCHEMA -> row.getString("TABLE_SCHEM");
            case CATALOG -> row.getString("TABLE_CAT");
            case NONE -> null;
        };
        return schema == null || schema.isEmpty() ? NO_SCHEMA : schema;
    }

    Optional<TableDescription> describe(TableName table) throws SQLException {
        Optional<ListedTable> found =
                tables().stream().filter(listed -> listed.name().equals(table)).findFirst();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<Column> columns = columns(table);
        List<String> primaryKey = primaryKey(table);
        return Optional.of(new TableDescription(
                table,
                columns,
                primaryKey,
                found.get().kind().equals("TABLE"),
                Optional.empty(),
                columns + " " + primaryKey));
    }

    private List<Column> columns(TableName table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (ResultSet rows =
                metadata.getColumns(catalogOf(table), pattern(schemaOf(table)), pattern(table.name()), "%")) {
            while (rows.next()) {
                // Not every driver knows the escape, and without it an underscore stands for any character.
                if (rows.getString("TABLE_NAME").equals(table.name())
                        && schema(rows).equals(table.schema())) {
                    columns.add(column(rows, columns.size()));
                }
            }
        }
        return columns;
    }

    private static Column column(ResultSet row, int position) throws SQLException {
        String typeName = row.getString("TYPE_NAME");
        JdbcType type = new JdbcType(
                row.getInt("DATA_TYPE"), typeName, row.getInt("COLUMN_SIZE"), row.getInt("DECIMAL_DIGITS"));
        return new Column(
                row.getString("COLUMN_NAME"),
                position,
                typeName,
                type.family(),
                type.columnType(),
                row.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls,
                "YES".equals(row.getString("IS_AUTOINCREMENT")));
    }

    private List<String> primaryKey(TableName table) throws SQLException {
        Map<Integer, String> byPosition = new TreeMap<>();
        try (ResultSet rows = metadata.getPrimaryKeys(catalogOf(table), schemaOf(table), table.name())) {
            while (rows.next()) {
                byPosition.put(rows.getInt("KEY_SEQ"), rows.getString("COLUMN_NAME"));
            }
        }
        return List.copyOf(byPosition.values());
    }

    private @Nullable String catalogFilter() {
        return name.isEmpty() ? null : name;
    }

    private @Nullable String catalogOf(TableName table) {
        return level == Level.CATALOG ? table.schema() : catalogFilter();
    }

    private @Nullable String schemaOf(TableName table) {
        return level == Level.SCHEMA ? table.schema() : null;
    }

    private @Nullable String pattern(@Nullable String name) throws SQLException {
        if (name == null) {
            return null;
        }
        String escape = metadata.getSearchStringEscape();
        return Stream.of(escape, "_", "%")
                .reduce(name, (text, special) -> special.isEmpty() ? text : text.replace(special, escape + special));
    }
}
