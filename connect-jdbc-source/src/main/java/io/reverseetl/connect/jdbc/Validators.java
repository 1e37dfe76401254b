// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.record.TopicNames;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Checks of single values. */
final class Validators {

    private Validators() {}

    /** A list of regular expressions. */
    static final class Patterns implements Validator {

        @Override
        public void ensureValid(String key, @Nullable Object value) {
            if (value instanceof List<?> expressions) {
                expressions.forEach(expression -> compiles(key, String.valueOf(expression)));
            }
        }

        private static void compiles(String key, String expression) {
            try {
                Pattern.compile(expression);
            } catch (PatternSyntaxException e) {
                throw new ConfigException(key + ": '" + expression + "' is not a regular expression: "
                        + e.getDescription() + ". Put a backslash before characters that stand for themselves.");
            }
        }

        @Override
        public String toString() {
            return "regular expressions";
        }
    }

    /** A time in milliseconds since 1970, or -1 for now; the key may be left out. */
    static final class EpochMillis implements Validator {

        @Override
        public void ensureValid(String key, @Nullable Object value) {
            if (value instanceof Long millis && millis < -1) {
                throw new ConfigException(
                        key + ": " + millis + " is not a time. Write milliseconds since 1970, or -1 for now.");
            }
        }

        @Override
        public String toString() {
            return "milliseconds since 1970, or `-1`";
        }
    }

    /** A time zone's name. */
    static final class Zone implements Validator {

        @Override
        public void ensureValid(String key, @Nullable Object value) {
            try {
                ZoneId.of(String.valueOf(value));
            } catch (DateTimeException e) {
                throw new ConfigException(key + ": '" + value + "' is not a time zone. Use a name such as UTC,"
                        + " Europe/Paris or +02:00.");
            }
        }

        @Override
        public String toString() {
            return "a time zone, for example `UTC` or `Europe/Paris`";
        }
    }

    /** A template of topic names. */
    static final class TopicTemplate implements Validator {

        @Override
        public void ensureValid(String key, @Nullable Object value) {
            TopicNames.problem(String.valueOf(value)).ifPresent(problem -> {
                throw new ConfigException(key + ": " + problem);
            });
        }

        @Override
        public String toString() {
            return "text with `${topic.prefix}`, `${schema}`, `${table}`";
        }
    }

    /** The name of a topic. */
    static final class TopicName implements Validator {

        @Override
        public void ensureValid(String key, @Nullable Object value) {
            String topic = String.valueOf(value);
            if (!topic.matches("[a-zA-Z0-9._-]+")
                    || TopicNames.problemOfTopic(topic).isPresent()) {
                throw new ConfigException(key + ": '" + topic + "' is not the name of a topic. Use up to 249 ASCII"
                        + " letters, digits, dots, underscores and hyphens.");
            }
        }

        @Override
        public String toString() {
            return "a topic's name";
        }
    }

    static final class KeysTemplate implements Validator {

        @Override
        public void ensureValid(String key, @Nullable Object value) {
            GoneSettings.problem(String.valueOf(value)).ifPresent(problem -> {
                throw new ConfigException(key + ": " + problem);
            });
        }

        @Override
        public String toString() {
            return "text with `${name}`, `${topic}`";
        }
    }

    /** Values that another syntax reads. */
    static final class Syntax implements Validator {

        private final Function<List<String>, ?> parser;
        private final String description;

        Syntax(Function<List<String>, ?> parser, String description) {
            this.parser = parser;
            this.description = description;
        }

        @Override
        public void ensureValid(String key, @Nullable Object value) {
            if (value instanceof List<?> entries) {
                try {
                    Object unused =
                            parser.apply(entries.stream().map(String::valueOf).toList());
                } catch (IllegalArgumentException e) {
                    throw new ConfigException(key + ": " + e.getMessage());
                }
            }
        }

        @Override
        public String toString() {
            return description;
        }
    }
}
