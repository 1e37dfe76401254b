// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Configs that nobody would write: for each transform and predicate they get messages on their keys, and never an
 * exception but a ConfigException, none of which shows a secret. A failure names its seed, which {@code -Dfuzz.seed}
 * plays again; {@code -Dfuzz.rounds} plays more.
 */
class RandomConfigTest {

    private static final int CONFIGS_A_SEED = 100;
    private static final String SECRET = "s3cr3t";

    /** What configs are written with, and what they are not. */
    private static final List<String> WORDS = List.of(
            "",
            " ",
            "\0",
            "\n",
            "'",
            "\"",
            "`",
            "\\",
            ";",
            ":",
            ",",
            "|",
            "=",
            "+",
            "-",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "*",
            "$",
            "$$",
            "?",
            "!=",
            "..",
            ".",
            "name",
            "email",
            "a.b",
            "\"a.b\"",
            "lower",
            "upper",
            "trim",
            "date",
            "date('yyyy-MM-dd')",
            "date('q{')",
            "number",
            "text",
            "default('x')",
            "split(',')",
            "truncate(1)",
            "truncate(99999999999)",
            "left(-1)",
            "phone('XX')",
            "lookup('a=b,a=c')",
            "hash",
            "hash('phone')",
            "hmac",
            "token",
            "token('d')",
            "redact",
            "drop",
            "keep",
            "null",
            "year",
            "step(0)",
            "step(1e999)",
            "required",
            "length(5, 1)",
            "range(NaN, 1)",
            "regex('(?<')",
            "regex('(a+)+$')",
            "in('a', 'a')",
            "unique",
            "true",
            "0",
            "-1",
            "99999999999999999999",
            "1e999",
            "NaN",
            "fail",
            "null",
            "ignore",
            "function($x){$x($x)}",
            "$eval('1')",
            "$sum([1..1e9])",
            "(((((((((((((((((",
            "/a/",
            "\u202Eegnaro",
            "\u0645\u0631",
            "\uD83D\uDE00",
            "\uD83D",
            "\u0130",
            "%s%n",
            "${env:NOBODY}",
            "../x",
            "/etc/passwd",
            "AES",
            "x".repeat(2_000));

    /** A transform or predicate, made anew for each config. */
    private interface Plugin {

        ConfigDef definition();

        void configure(Map<String, ?> config);
    }

    private record OfTransform(Transformation<?> transform) implements Plugin {

        @Override
        public ConfigDef definition() {
            return transform.config();
        }

        @Override
        public void configure(Map<String, ?> config) {
            transform.configure(config);
            transform.close();
        }
    }

    private record OfPredicate(Predicate<?> predicate) implements Plugin {

        @Override
        public ConfigDef definition() {
            return predicate.config();
        }

        @Override
        public void configure(Map<String, ?> config) {
            predicate.configure(config);
            predicate.close();
        }
    }

    static LongStream seeds() {
        long first = Long.getLong("fuzz.seed", 1);
        return LongStream.range(first, first + Long.getLong("fuzz.rounds", 10));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_config_is_answered_in_words(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CONFIGS_A_SEED; i++) {
            for (Plugin plugin : plugins()) {
                // Given
                Map<String, String> config = config(random, plugin.definition());

                // When
                List<String> messages = new ArrayList<>();
                try {
                    plugin.definition().validate(config).forEach(value -> messages.addAll(value.errorMessages()));
                    plugin.configure(config);
                } catch (ConfigException e) {
                    messages.add(e.getMessage());
                } catch (RuntimeException | StackOverflowError e) {
                    throw new AssertionError("Seed " + seed + ": " + plugin + " with " + config, e);
                }

                // Then
                for (String message : messages) {
                    assertThat(message)
                            .as("Seed %s: %s with %s", seed, plugin, config)
                            .isNotBlank()
                            .doesNotContain(SECRET, "Exception:", "java.", "\tat ");
                }
            }
        }
    }

    @SuppressWarnings("rawtypes") // A service loader knows no parameters of types.
    private static List<Plugin> plugins() {
        return Stream.<Plugin>concat(
                        ServiceLoader.load(Transformation.class).stream()
                                .filter(found -> isOurs(found.type()))
                                .map(found -> new OfTransform(found.get())),
                        ServiceLoader.load(Predicate.class).stream()
                                .filter(found -> isOurs(found.type()))
                                .map(found -> new OfPredicate(found.get())))
                .toList();
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith("io.reverseetl.");
    }

    private static Map<String, String> config(Random random, ConfigDef definition) {
        Map<String, String> config = new HashMap<>();
        definition.configKeys().values().forEach(key -> {
            if (key.type == ConfigDef.Type.PASSWORD) {
                config.put(key.name, SECRET + (random.nextBoolean() ? text(random) : ""));
            } else if (random.nextInt(3) > 0) {
                config.put(key.name, random.nextInt(20) == 0 ? null : text(random));
            }
        });
        if (random.nextInt(10) == 0) {
            config.put(text(random), text(random));
        }
        return config;
    }

    /** A few words in a row. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        IntStream.rangeClosed(0, random.nextInt(8))
                .forEach(i ->
                        text.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextBoolean() ? " " : ""));
        return text.toString();
    }
}
