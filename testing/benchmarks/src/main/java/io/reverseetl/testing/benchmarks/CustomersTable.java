// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Tables of the shape of the quickstart's {@code customers}, filled by the server with rows that depend on their number
 * alone. Fifty rows share a timestamp, as rows loaded in one transaction do, and all are older than any margin.
 */
final class CustomersTable {

    private static final String CREATE = """
            CREATE TABLE %1$s (
                customer_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                first_name         text NOT NULL,
                last_name          text NOT NULL,
                email              text NOT NULL,
                phone              text,
                company            text,
                city               text NOT NULL,
                country            varchar(2) NOT NULL,
                postcode           text NOT NULL,
                last_purchase_date date,
                total_spent        numeric(12, 2) NOT NULL,
                newsletter         boolean NOT NULL,
                segments           text[] NOT NULL,
                last_updated       timestamptz NOT NULL DEFAULT now()
            );
            """;

    private static final String FILL = """
            INSERT INTO %1$s (first_name, last_name, email, phone, company, city, country, postcode,
                              last_purchase_date, total_spent, newsletter, segments, last_updated)
            SELECT (ARRAY['Ada','Grace','Alan','Edsger','Barbara','Donald','Frances','John'])[1 + n %% 8],
                   (ARRAY['Lovelace','Hopper','Turing','Dijkstra','Liskov','Knuth','Allen'])[1 + n / 8 %% 7],
                   'customer.' || n || '@example.com',
                   CASE WHEN n %% 10 > 0 THEN '+33 6 ' || lpad((n * 7919 %% 100000000)::text, 8, '0') END,
                   CASE WHEN n %% 4 > 0 THEN 'Company ' || n %% 5000 || ' and Sons' END,
                   'Saint-Something-' || n %% 900,
                   (ARRAY['fr','de','us','gb'])[1 + n %% 4],
                   lpad((n * 31 %% 100000)::text, 5, '0'),
                   CASE WHEN n %% 20 > 0 THEN date '2026-11-01' - (n %% 900)::int END,
                   (n * 104729 %% 2000000)::numeric / 100,
                   n %% 2 = 0,
                   (ARRAY['{}','{vip}','{returning,newsletter}','{wholesale}'])[1 + n %% 4]::text[],
                   timestamptz '2026-01-01 00:00:00+00' + n / 50 * interval '7654321 microseconds'
            FROM generate_series(1::bigint, %2$d) AS n;
            CREATE INDEX ON %1$s (last_updated, customer_id);
            ALTER TABLE %1$s SET (autovacuum_enabled = off);
            """;

    /** As the guide says. */
    private static final String NOTIFY = """
            CREATE OR REPLACE FUNCTION %2$s() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN PERFORM pg_notify('%2$s', ''); RETURN NULL; END $$;
            CREATE TRIGGER %2$s AFTER INSERT OR UPDATE ON %1$s FOR EACH STATEMENT EXECUTE PROCEDURE %2$s();
            """;

    private CustomersTable() {}

    static void create(Connection connection, String name) throws SQLException {
        execute(connection, CREATE.formatted(name));
    }

    static void create(Connection connection, String name, long rows) throws SQLException {
        create(connection, name);
        execute(connection, FILL.formatted(name, rows));
        execute(connection, "VACUUM (FREEZE, ANALYZE) " + name);
    }

    /** Has each statement that changes the table notify a channel. */
    static void notifyOn(Connection connection, String name, String channel) throws SQLException {
        execute(connection, NOTIFY.formatted(name, channel));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
