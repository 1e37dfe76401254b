// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.support.Problems;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a config of the Confluent or Aiven connector meets, without a database. */
class MigrationTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.reverseetl.connect.jdbc.ForeignConfigs#all")
    void a_config_is_taken_as_it_is_or_refused_by_the_keys_that_differ(ForeignConfigs.Config foreign) {
        // When
        Problems problems = SourceValidation.check(foreign.keys());

        // Then
        assertThat(problems.byKey().keySet()).isEqualTo(foreign.refusals().keySet());
        foreign.refusals()
                .forEach((key, message) ->
                        assertThat(String.join("\n", problems.byKey().get(key))).contains(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connection.url",
                "connection.user",
                "connection.password",
                "connection.attempts",
                "connection.backoff.ms",
                "connection.loginTimeout",
                "table.whitelist",
                "table.blacklist",
                "table.include.list",
                "table.exclude.list",
                "catalog.pattern",
                "schema.pattern",
                "numeric.precision.mapping",
                "numeric.mapping",
                "dialect.name",
                "mode",
                "incrementing.column.name",
                "incrementing.column.mapping",
                "incrementing.relaxed.monotonic",
                "incrementing.initial",
                "timestamp.column.name",
                "timestamp.columns.mapping",
                "timestamp.initial",
                "timestamp.initial.ms",
                "timestamp.granularity",
                "timestamp.delay.interval.ms",
                "validate.non.null",
                "query",
                "query.masked",
                "query.suffix",
                "query.retry.attempts",
                "quote.sql.identifiers",
                "sql.quote.identifiers",
                "transaction.isolation.mode",
                "table.types",
                "table.names.qualify",
                "table.poll.interval.ms",
                "table.monitoring.startup.polling.limit.ms",
                "poll.interval.ms",
                "batch.max.rows",
                "topic.prefix",
                "db.timezone",
                "jdbc.credentials.provider.class"
            })
    void every_key_that_they_document_is_known_here(String key) {
        // When
        Problems problems = SourceValidation.check(Map.of(key, "?"));

        // Then
        assertThat(problems.byKey().toString()).doesNotContain("Unknown config key '" + key + "'");
    }

    @Test
    void what_is_passed_over_is_said() {
        // Given
        Map<String, String> config = new HashMap<>(
                Map.of("sql.quote.identifiers", "true", "numeric.precision.mapping", "false", "batch.max.rows", "100"));
        config.put("table.names.qualify", null);

        // Then
        assertThat(ForeignKeys.notes(config))
                .satisfiesExactlyInAnyOrder(
                        note -> assertThat(note).startsWith("sql.quote.identifiers has no effect here."),
                        note -> assertThat(note).startsWith("numeric.precision.mapping has no effect here."));
    }
}
