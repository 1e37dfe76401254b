// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Configs that nobody would write: each gets messages on its keys and never an exception, none of which shows a secret,
 * and one that gets none can be read. A failure names its seed, which {@code -Dfuzz.seed} plays again; {@code
 * -Dfuzz.rounds} plays more.
 */
class RandomConfigTest {

    private static final int CONFIGS_A_SEED = 100;

    /** In every secret, whatever else is done to it. */
    private static final String SECRET = "s3cr3t";

    private static final Map<String, String> RIGHT = Map.of(
            "connector.class", "io.reverseetl.connect.jdbc.JdbcSourceConnector",
            "name", "source",
            "tasks.max", "1",
            "connection.url", "jdbc:postgresql://127.0.0.1:1/x",
            "connection.user", "user",
            "mode", "timestamp",
            "timestamp.column.name", "last_updated",
            "table.include.list", "public\\.customers",
            "topic.prefix", "warehouse.");

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\0",
            "\n",
            "'",
            "\"",
            "\\",
            "';DROP TABLE customers;--",
            "{",
            "[",
            "(",
            "(?<",
            "(a+)+$",
            "*",
            "a.*",
            "a(",
            "${topic.prefix}${table}",
            "${",
            "${env:NOBODY}",
            "$1",
            "%s%n",
            "..",
            "/",
            "0",
            "-1",
            "1",
            "2147483648",
            "9223372036854775807",
            "99999999999999999999",
            "1e999",
            "NaN",
            "true",
            "null",
            "-",
            ",",
            ",,a,,",
            "t=a+b",
            "t=a,t=b",
            "t=",
            "=a",
            ".*t.*:[a|b]",
            "t:a",
            "public.customers",
            "\"Public\".\"Cust.omers\"",
            "SELECT 1",
            "SELECT * FROM t WHERE $CONDITIONS",
            "jdbc:",
            "jdbc:postgresql:",
            "jdbc:postgresql://h:99999/x",
            "jdbc:mysql://h/x",
            "jdbc:mariadb://u:p@h/x",
            "jdbc:h2:mem:x",
            "jdbc:postgresql://[::1/x?a=b&",
            "Europe/Paris",
            "+99:99",
            "2024-01-01T00:00:00Z",
            "now",
            "-999999999-01-01",
            "\u202Eegnaro",
            "\u0645\u0631",
            "\uD83D\uDE00",
            "\uD83D",
            "\u0130",
            "x".repeat(10_000));

    static LongStream seeds() {
        long first = Long.getLong("fuzz.seed", 1);
        return LongStream.range(first, first + Long.getLong("fuzz.rounds", 20));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_config_is_answered_in_words_and_what_is_accepted_can_be_read(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CONFIGS_A_SEED; i++) {
            // Given
            Map<String, String> config = wrong(random);

            // When
            List<String> messages;
            JdbcSourceConnector connector = new JdbcSourceConnector();
            try {
                messages = connector.validate(config).configValues().stream()
                        .map(ConfigValue::errorMessages)
                        .flatMap(List::stream)
                        .toList();
                connector.exactlyOnceSupport(config);
            } catch (RuntimeException e) {
                throw new AssertionError("Seed " + seed + ", config " + i + ": " + config, e);
            }

            // Then
            for (String message : messages) {
                assertThat(message)
                        .as("Seed %s, config %s", seed, i)
                        .isNotBlank()
                        .doesNotContain(SECRET, "Exception:", "java.", "\tat ");
            }
        }
    }

    private static Map<String, String> wrong(Random random) {
        Map<String, String> config = new HashMap<>(RIGHT);
        List<ConfigDef.ConfigKey> keys =
                new ArrayList<>(SourceSettings.definition().configKeys().values());
        for (int changes = random.nextInt(5); changes >= 0; changes--) {
            ConfigDef.ConfigKey key = keys.get(random.nextInt(keys.size()));
            switch (random.nextInt(8)) {
                case 0 -> config.remove(key.name);
                case 1 -> config.put(key.name, null);
                case 2 -> config.put(key.name + text(random), text(random));
                case 3 -> config.put("queries." + text(random) + "." + key.name, text(random));
                case 4 -> config.put("driver." + text(random), text(random));
                default -> config.put(key.name, value(random, key));
            }
        }
        keys.stream()
                .filter(key -> key.type == ConfigDef.Type.PASSWORD)
                .filter(key -> random.nextInt(4) == 0)
                .forEach(key -> config.put(key.name, text(random) + SECRET + text(random)));
        if (random.nextInt(3) == 0) {
            config.put("connection.url", "jdbc:postgresql://u:" + SECRET + text(random) + "@h/x?password=" + SECRET);
        }
        config.put("validate.live", "false");
        return config;
    }

    /** Something that the key may be meant for, or nothing of the kind. */
    private static String value(Random random, ConfigDef.ConfigKey key) {
        List<Object> choices = key.recommender == null ? List.of() : key.recommender.validValues(key.name, Map.of());
        return !choices.isEmpty() && random.nextInt(3) > 0
                ? String.valueOf(choices.get(random.nextInt(choices.size())))
                : text(random);
    }

    private static String text(Random random) {
        String text = TEXTS.get(random.nextInt(TEXTS.size()));
        return random.nextInt(4) > 0 ? text : text + TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
