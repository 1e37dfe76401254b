// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.ListedTable;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.dialect.TableName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Questions to PostgreSQL's catalog, and how their answers are read. */
final class Catalog {

    private static final String NAMED_RELATION = """
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            """;

    static final String TABLES = """
            SELECT n.nspname, c.relname,
                   CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE'
                                  ELSE 'TABLE' END,
                   c.relispartition
            """ + NAMED_RELATION + """
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
              AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
            ORDER BY n.nspname, c.relname
            """;

    static final String RELATION = """
            SELECT current_user,
                   c.relkind IN ('r', 'p'),
                   has_schema_privilege(n.oid, 'USAGE')
                     AND (has_table_privilege(c.oid, 'SELECT')
                          OR (SELECT bool_and(has_column_privilege(c.oid, a.attnum, 'SELECT'))
                              FROM pg_catalog.pg_attribute a
                              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))
            """ + NAMED_RELATION + """
            WHERE n.nspname = ? AND c.relname = ?
            """;

    /** A constraint that is NOT VALID yet says nothing about older rows; before PostgreSQL 18 there is none of this kind. */
    private static final String NEVER_NULL = """
            (a.attnotnull AND NOT EXISTS (
               SELECT FROM pg_catalog.pg_constraint nn
               WHERE nn.conrelid = a.attrelid AND nn.contype = 'n' AND nn.conkey = ARRAY[a.attnum]
                 AND NOT nn.convalidated))
            """;

    /** A domain is read as the type it is built on, which may itself be a domain; so is one whose values are elements. */
    static final String ATTRIBUTES = """
            WITH RECURSIVE base (relation, number, type, modifier, required) AS (
              SELECT a.attrelid, a.attnum, a.atttypid, a.atttypmod,
            """ + NEVER_NULL + NAMED_RELATION + """
              JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              WHERE n.nspname = ? AND c.relname = ?
            UNION ALL
              SELECT b.relation, b.number, t.typbasetype, t.typtypmod, b.required OR t.typnotnull
              FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.type AND t.typtype = 'd'),
            element (number, type, modifier) AS (
              SELECT b.number, e.oid, b.modifier
              FROM base b JOIN pg_catalog.pg_type e ON e.typarray = b.type
            UNION ALL
              SELECT e.number, t.typbasetype, t.typtypmod
              FROM element e JOIN pg_catalog.pg_type t ON t.oid = e.type AND t.typtype = 'd')
            SELECT a.attname,
                   format_type(a.atttypid, a.atttypmod),
                   CASE WHEN et.oid IS NULL THEN format_type(b.type, -1) ELSE format_type(et.oid, -1) || '[]' END,
                   t.typname,
                   coalesce(e.modifier, b.modifier),
                   a.attndims,
                   et.typname,
                   b.required,
                   a.attidentity <> '' OR coalesce(pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%', false),
                   coalesce(array_position(key.conkey, a.attnum), -1)
            FROM base b
            JOIN pg_catalog.pg_type t ON t.oid = b.type AND t.typtype <> 'd'
            JOIN pg_catalog.pg_attribute a ON a.attrelid = b.relation AND a.attnum = b.number
            LEFT JOIN (element e JOIN pg_catalog.pg_type et ON et.oid = e.type AND et.typtype <> 'd')
              ON e.number = b.number
            LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            LEFT JOIN pg_catalog.pg_constraint key ON key.conrelid = a.attrelid AND key.contype = 'p'
            ORDER BY a.attnum
            """;

    static final String FINGERPRINT = """
            SELECT concat_ws(' ', c.oid,
                     (SELECT key.conkey FROM pg_catalog.pg_constraint key
                      WHERE key.conrelid = c.oid AND key.contype = 'p'),
                     string_agg(concat_ws('/', a.attnum, a.attname, a.atttypid, a.atttypmod,
            """ + NEVER_NULL + """
                     ), ',' ORDER BY a.attnum))
            """ + NAMED_RELATION + """
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE n.nspname = ? AND c.relname = ?
            GROUP BY c.oid
            """;

    /** Another table of the same name has another oid; truncating or rewriting one gives it other files. */
    static final String GENERATION = """
            SELECT concat_ws('/', c.oid, pg_catalog.pg_relation_filenode(c.oid))
            """ + NAMED_RELATION + """
            WHERE n.nspname = ? AND c.relname = ?
            """;

    private Catalog() {}

    record Relation(String role, boolean ordinary, boolean readable) {}

    record Attribute(
            String name,
            String typeName,
            String castType,
            ColumnTypes.Declared declared,
            boolean required,
            boolean counted,
            int keyPosition) {}

    static ListedTable listedTable(ResultSet row) throws SQLException {
        return new ListedTable(new TableName(row.getString(1), row.getString(2)), row.getString(3), row.getBoolean(4));
    }

    static Relation relation(ResultSet row) throws SQLException {
        return new Relation(row.getString(1), row.getBoolean(2), row.getBoolean(3));
    }

    static Attribute attribute(ResultSet row) throws SQLException {
        ColumnTypes.Declared declared =
                new ColumnTypes.Declared(row.getString(4), row.getInt(5), row.getInt(6), row.getString(7));
        return new Attribute(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                declared,
                row.getBoolean(8),
                row.getBoolean(9),
                row.getInt(10));
    }

    static TableDescription description(
            TableName table, Relation relation, List<Attribute> attributes, String fingerprint) {
        List<Column> columns = IntStream.range(0, attributes.size())
                .mapToObj(position -> column(attributes.get(position), position))
                .toList();
        List<String> primaryKey = attributes.stream()
                .filter(attribute -> attribute.keyPosition() >= 0)
                .sorted(Comparator.comparingInt(Attribute::keyPosition))
                .map(Attribute::name)
                .toList();
        Optional<String> denied = relation.readable() ? Optional.empty() : Optional.of(denied(table, relation.role()));
        return new TableDescription(table, columns, primaryKey, relation.ordinary(), denied, fingerprint);
    }

    private static String denied(TableName table, String role) {
        return "the role " + role + " may not read it. Run: GRANT USAGE ON SCHEMA " + table.schema() + " TO " + role
                + "; GRANT SELECT ON " + table + " TO " + role + ";";
    }

    private static Column column(Attribute attribute, int position) {
        return new Column(
                attribute.name(),
                position,
                attribute.typeName(),
                attribute.castType(),
                ColumnTypes.of(attribute.declared()),
                !attribute.required(),
                attribute.counted());
    }
}
