// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.reverseetl.connect.jdbc.dialect.ConnectionSettings;
import io.reverseetl.connect.jdbc.dialect.Dialect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
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
                .containsInstanceOf(PostgresDialect.class);
        assertThat(Dialect.find(Optional.of("OracleDatabaseDialect"), "jdbc:postgresql:x"))
                .isEmpty();
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
                        url, Optional.of("me"), Optional.of(new Password("hunter2")), Map.of())
                .within(Duration.ofSeconds(1));

        // When
        Throwable failure = catchThrowable(() -> new PostgresDialect().open(settings));

        // Then
        assertThat(Throwables.getStackTrace(failure))
                .contains("OpenFailedException")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql:shop",
                "jdbc:postgresql://h/",
                "jdbc:postgresql:///shop",
                "jdbc:postgresql://h:5432/shop",
                "jdbc:postgresql://a:1,b,[::1]:5432/shop?user=u&password=p@/:?x",
                "jdbc:postgresql://h/shop%40home?sslmode=require"
            })
    void a_url_that_the_driver_reads_has_no_problem(String url) {
        assertThat(new PostgresDialect().problem(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db:5432?user=u&password=hunter2",
                "jdbc:postgresql://u:hunter2@db/x",
                "jdbc:postgresql://u:hunter2/2@db/x",
                "jdbc:postgresql://u:hunter2/x",
                "jdbc:postgresql://db/x/y?password=hunter2",
                "jdbc:postgresql:///?password=hunter2%",
                "jdbc:postgresql:/x?password=hunter2"
            })
    void a_url_that_the_driver_does_not_read_is_not_logged_by_it(String url) {
        // Given
        List<String> logged = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger("org.postgresql");
        Handler keeping = new Keeping(logged);
        logger.addHandler(keeping);

        // When
        Optional<String> problem = new PostgresDialect().problem(url);
        logger.removeHandler(keeping);

        // Then
        assertThat(problem).isPresent();
        assertThat(logged).noneMatch(message -> message.contains("hunter2"));
    }

    private static final class Keeping extends Handler {

        private final List<String> messages;

        Keeping(List<String> messages) {
            this.messages = messages;
        }

        @Override
        public void publish(LogRecord log) {
            messages.add(new SimpleFormatter().format(log));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
