// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Configs as users of the Confluent and Aiven connectors write them, with nothing but {@code connector.class} changed,
 * and what becomes of each here.
 */
final class ForeignConfigs {

    private static final String CUSTOMERS = "customers";

    private ForeignConfigs() {}

    /**
     * One of them.
     *
     * @param topics where its records go, if it runs
     * @param refusals what is refused otherwise: a part of the message, by the key that it stands on
     */
    record Config(String name, Map<String, String> keys, List<String> topics, Map<String, String> refusals) {

        private static Config of(String name, String text) {
            Properties properties = new Properties();
            try {
                properties.load(new StringReader(text));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Map<String, String> keys = new TreeMap<>(Map.of(
                    "name", "migrated",
                    "connector.class", "io.reverseetl.connect.jdbc.JdbcSourceConnector",
                    "connection.url", "jdbc:postgresql://db.example.com:5432/shop",
                    "connection.user", "kafka",
                    "connection.password", "a-secret"));
            properties.stringPropertyNames().forEach(key -> keys.put(key, properties.getProperty(key)));
            return new Config(name, keys, List.of(), Map.of());
        }

        private Config runs(String... intoTopics) {
            return new Config(name, keys, Arrays.asList(intoTopics), refusals);
        }

        private Config isRefused(String key, String message) {
            Map<String, String> more = new TreeMap<>(refusals);
            more.put(key, message);
            return new Config(name, keys, topics, more);
        }

        /** The config for a server of the test. */
        Map<String, String> at(TestDatabase database) {
            Map<String, String> config = new TreeMap<>(keys);
            config.put("connection.url", database.url());
            config.put("connection.user", "postgres");
            config.put("connection.password", "postgres");
            return config;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Config> thatRun() {
        return all().filter(config -> config.refusals().isEmpty());
    }

    static Stream<Config> all() {
        return Stream.of(
                Config.of("timestamps, the first that is not null", """
                        mode=timestamp
                        timestamp.column.name=updated_at,created_at
                        table.whitelist=customers
                        topic.prefix=postgres-
                        validate.non.null=true
                        tasks.max=1
                        """)
                        .runs("postgres-customers", "postgres-customers"),
                Config.of("timestamp and id, with best_fit numbers", """
                        mode=timestamp+incrementing
                        timestamp.column.name=created_at
                        incrementing.column.name=id
                        table.whitelist=public.customers
                        numeric.mapping=best_fit
                        topic.prefix=pg.
                        poll.interval.ms=1000
                        batch.max.rows=500
                        connection.attempts=5
                        connection.backoff.ms=2000
                        """).runs("pg.customers", "pg.customers"),
                Config.of("timestamp and a found id, delayed", """
                        mode=timestamp+incrementing
                        timestamp.column.name=created_at
                        table.whitelist=customers
                        timestamp.delay.interval.ms=3000
                        topic.prefix=
                        """).runs(CUSTOMERS, CUSTOMERS),
                Config.of("a schema with all its tables, in a zone", """
                        mode=timestamp
                        timestamp.column.name=updated_at
                        schema.pattern=sales
                        table.types=TABLE
                        db.timezone=America/New_York
                        topic.prefix=sales-
                        tasks.max=4
                        """).runs("sales-orders"),
                Config.of("regular expressions, driver properties, nanoseconds", """
                        mode=timestamp
                        timestamp.column.name=updated_at
                        table.include.list=.*\\\\.sales\\\\..*
                        table.exclude.list=.*_archive
                        timestamp.granularity=nanos_iso_datetime_string
                        connection.sslmode=disable
                        connection.loginTimeout=10
                        topic.prefix=shop.
                        """)
                        .runs("shop.orders"),
                Config.of("timestamps that may be missing", """
                        mode=timestamp
                        timestamp.column.name=updated_at
                        validate.non.null=false
                        table.whitelist=customers
                        dialect.name=PostgreSqlDatabaseDialect
                        topic.prefix=a-
                        """).runs("a-customers", "a-customers"),
                Config.of("with a key made by transforms, a registry and producer settings", """
                        mode=timestamp
                        timestamp.column.name=created_at
                        table.whitelist=customers
                        topic.prefix=t-
                        transforms=createKey,extractInt
                        transforms.createKey.type=org.apache.kafka.connect.transforms.ValueToKey
                        transforms.createKey.fields=id
                        transforms.extractInt.type=org.apache.kafka.connect.transforms.ExtractField$Key
                        transforms.extractInt.field=id
                        value.converter=io.confluent.connect.avro.AvroConverter
                        value.converter.schema.registry.url=http://registry:8081
                        producer.override.compression.type=zstd
                        errors.log.enable=true
                        topic.creation.default.partitions=6
                        topic.creation.default.replication.factor=3
                        """)
                        .runs("t-customers", "t-customers"),
                Config.of("every harmless key of Aiven's", """
                        mode=timestamp
                        timestamp.column.name=created_at
                        timestamp.initial.ms=0
                        incrementing.initial=-1
                        table.whitelist=customers
                        table.names.qualify=true
                        sql.quote.identifiers=true
                        numeric.precision.mapping=false
                        topic.prefix=aiven_
                        """).runs("aiven_customers", "aiven_customers"),
                Config.of("every harmless key of Confluent's", """
                        mode=timestamp
                        timestamp.column.name=created_at
                        table.whitelist=customers
                        table.monitoring.startup.polling.limit.ms=20000
                        query.retry.attempts=-1
                        incrementing.relaxed.monotonic=true
                        quote.sql.identifiers=never
                        transaction.isolation.mode=REPEATABLE_READ
                        topic.prefix=c-
                        """).runs("c-customers", "c-customers"),
                Config.of("ids alone", """
                        mode=incrementing
                        incrementing.column.name=id
                        table.whitelist=customers
                        topic.prefix=i-
                        """).runs("i-customers", "i-customers"),
                Config.of("everything, each time", """
                        mode=bulk
                        table.whitelist=customers
                        poll.interval.ms=86400000
                        topic.prefix=b-
                        """).runs("b-customers", "b-customers"),
                Config.of("a query", """
                        mode=timestamp+incrementing
                        timestamp.column.name=created_at
                        incrementing.column.name=id
                        validate.non.null=false
                        query=SELECT id, \"e-mail\" AS mail, created_at FROM customers WHERE credit > 0;
                        topic.prefix=rich-customers
                        """).runs("rich-customers"),
                Config.of("columns that differ from table to table", """
                        mode=timestamp
                        timestamp.columns.mapping=.*customers:[updated_at|created_at],.*orders:[updated_at]
                        topic.prefix=d-
                        """)
                        .runs("d-customers", "d-customers", "d-orders"),
                Config.of("a query that ends in what pages have themselves", """
                        mode=bulk
                        table.whitelist=customers
                        query.suffix=FOR UPDATE SKIP LOCKED
                        topic.prefix=s-
                        """)
                        .isRefused("query.suffix", "ORDER BY and LIMIT"),
                Config.of("numbers by their precision, as it was written once", """
                        mode=timestamp
                        timestamp.column.name=created_at
                        table.whitelist=customers
                        numeric.precision.mapping=true
                        topic.prefix=n-
                        """)
                        .isRefused("numeric.precision.mapping", "numeric.mapping=precision_only"),
                Config.of("a beginning in the middle", """
                        mode=timestamp
                        timestamp.column.name=created_at
                        timestamp.initial.ms=1767225600000
                        incrementing.initial=1000
                        table.whitelist=customers
                        topic.prefix=m-
                        """)
                        .isRefused("timestamp.initial.ms", "timestamp.initial")
                        .isRefused("incrementing.initial", "set the table's offset"),
                Config.of("credentials of a provider", """
                        mode=timestamp
                        timestamp.column.name=created_at
                        table.whitelist=customers
                        jdbc.credentials.provider.class=com.example.SecretsProvider
                        topic.prefix=p-
                        """)
                        .isRefused("jdbc.credentials.provider.class", "config provider"),
                Config.of("kinds of tables that PostgreSQL has not", """
                        mode=timestamp
                        timestamp.column.name=created_at
                        table.types=TABLE,ALIAS
                        topic.prefix=k-
                        """)
                        .isRefused("table.types", "'ALIAS' is not a kind of table"),
                Config.of("a mode that is misspelt", """
                        mode=timestamps
                        timestamp.column.name=created_at
                        topic.prefix=x-
                        """).isRefused("mode", "timestamp+incrementing"),
                Config.of("names and patterns at once", """
                        mode=timestamp
                        timestamp.column.name=created_at
                        table.whitelist=customers
                        table.include.list=.*customers
                        topic.prefix=y-
                        """).isRefused("table.whitelist", "Keep one of the two"));
    }
}
