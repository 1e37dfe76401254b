// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.reverseetl.connect.jdbc.dialect.ConnectionSettings;
import io.reverseetl.connect.jdbc.dialect.Dialect;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresDialectTest {

    @Test
    void it_is_found_by_its_url_and_by_its_name() {
        assertThat(Dialect.find(Optional.empty(), "jdbc:postgresql://localhost/x"))
                .containsInstanceOf(PostgresDialect.class);
        assertThat(Dialect.find(Optional.of("postgresqldatabasedialect"), "jdbc:postgresql:x"))
                .isPresent();
        assertThat(Dialect.find(Optional.of("OracleDatabaseDialect"), "jdbc:postgresql:x"))
                .isEmpty();
        assertThat(Dialect.find(Optional.empty(), "jdbc:mysql://localhost/x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://localhost:1/x?password=hunter2",
                "jdbc:postgresql://localhost:port/x?password=hunter2",
                "jdbc:postgresql://localhost:1/x?password=hunter2&sslmode=hunter2",
                "jdbc:postgresql://localhost:1/x?socketFactory=hunter2",
                "jdbc:postgresql://localhost:1/x?socketFactoryArg=hunter2&socketFactory=Nowhere"
            })
    void no_failure_to_connect_repeats_a_password_anywhere_in_its_stack_trace(String url) {
        // Given
        ConnectionSettings settings = new ConnectionSettings(
                url,
                Optional.of("me"),
                Optional.of(new Password("hunter2")),
                Map.of(),
                Optional.of(Duration.ofSeconds(1)));

        // When
        Throwable failure = catchThrowable(() -> new PostgresDialect().open(settings));

        // Then
        assertThat(Throwables.getStackTrace(failure)).contains("SQLException").doesNotContain("hunter2");
    }
}
