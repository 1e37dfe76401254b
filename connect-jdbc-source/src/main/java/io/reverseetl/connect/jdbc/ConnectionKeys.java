// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import io.reverseetl.connect.jdbc.dialect.Isolation;
import io.reverseetl.connect.jdbc.dialect.Quoting;
import io.reverseetl.connect.support.Key;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.types.Password;

/** The config keys of how the database is reached. In the order in which a user interface shows them. */
final class ConnectionKeys {

    private static final String GROUP = "Database";

    static final Key<String> URL = Key.text("connection.url")
            .group(GROUP)
            .importance(HIGH)
            .doc(
                    "JDBC URL of the database, for example `jdbc:postgresql://host:5432/shop`. A key"
                            + " `connection.<name>` that is not in this reference goes to the driver as its property `<name>`.");

    static final Key<String> USER = Key.text("connection.user")
            .optional()
            .group(GROUP)
            .importance(HIGH)
            .doc("The role to connect as. It needs `USAGE` on the schemas, `SELECT` on the tables, and"
                    + " `pg_read_all_stats` for the guarantee that rows of long transactions are not missed.");

    static final Key<Password> PASSWORD = Key.secret("connection.password")
            .optional()
            .group(GROUP)
            .importance(HIGH)
            .doc("The role's password.");

    static final Key<Integer> ATTEMPTS = Key.integer("connection.attempts")
            .defaultsTo(3)
            .between(1, 100)
            .group(GROUP)
            .importance(LOW)
            .doc("Attempts to connect, one right after the other, before a failure counts.");

    static final Key<Duration> BACKOFF = Key.millis("connection.backoff.ms")
            .defaultsTo(10_000L)
            .between(1, 3_600_000)
            .group(GROUP)
            .importance(LOW)
            .doc("The longest wait between two attempts after a transient failure. Waits start short, double, and are"
                    + " random within their bound.");

    static final Key<String> DIALECT = Key.text("dialect.name")
            .optional()
            .recommended(new Recommendations.Dialects())
            .group(GROUP)
            .importance(LOW)
            .doc("The kind of database: `PostgreSqlDatabaseDialect`, `MySqlDatabaseDialect` or"
                    + " `GenericDatabaseDialect`. By default it is found from `connection.url`.");

    static final Key<Isolation> ISOLATION = Key.choice(
                    "transaction.isolation.mode", Isolation.class, Isolation::spelling)
            .defaultsTo("default")
            .group(GROUP)
            .importance(LOW)
            .doc("Isolation of the transactions that read. Each page is one statement, so any level but"
                    + " `read_uncommitted` is as good as the database's own. MySQL and MariaDB are always read in"
                    + " `repeatable_read`.");

    static final Key<Quoting> QUOTING = Key.choice("quote.sql.identifiers", Quoting.class, Quoting::spelling)
            .defaultsTo("always")
            .group(GROUP)
            .importance(LOW)
            .doc("Whether names of tables and columns are quoted in SQL, for databases that are read through"
                    + " `GenericDatabaseDialect`. In the others they are always quoted, as the catalog spells them.");

    static final List<Key<?>> ALL = List.of(URL, USER, PASSWORD, ATTEMPTS, BACKOFF, DIALECT, ISOLATION, QUOTING);

    private ConnectionKeys() {}
}
