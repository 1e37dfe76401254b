// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.support;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * One config key, declared in one expression: name, type, default, validator, group and documentation. It defines
 * itself in a {@link ConfigDef} and reads itself, typed, from the values which that parsed.
 *
 * @param <T> what {@link #in} returns
 */
public final class Key<T> {

    private final String name;
    private final ConfigDef.Type type;
    private final Function<Object, T> read;
    private final Object defaultValue;
    private final @Nullable Validator validator;
    private final String group;
    private final Importance importance;
    private final Width width;
    private final String doc;
    private final ConfigDef.@Nullable Recommender recommender;

    private Key(String name, ConfigDef.Type type, Function<Object, T> read) {
        this(name, type, read, ConfigDef.NO_DEFAULT_VALUE, null, "", Importance.MEDIUM, Width.MEDIUM, "", null);
    }

    private Key(
            String name,
            ConfigDef.Type type,
            Function<Object, T> read,
            Object defaultValue,
            @Nullable Validator validator,
            String group,
            Importance importance,
            Width width,
            String doc,
            ConfigDef.@Nullable Recommender recommender) {
        this.name = name;
        this.type = type;
        this.read = read;
        this.defaultValue = defaultValue;
        this.validator = validator;
        this.group = group;
        this.importance = importance;
        this.width = width;
        this.doc = doc;
        this.recommender = recommender;
    }

    public static Key<String> text(String name) {
        return new Key<>(name, ConfigDef.Type.STRING, String.class::cast);
    }

    public static Key<Integer> integer(String name) {
        return new Key<>(name, ConfigDef.Type.INT, Integer.class::cast).width(Width.SHORT);
    }

    public static Key<Double> decimal(String name) {
        return new Key<>(name, ConfigDef.Type.DOUBLE, Double.class::cast).width(Width.SHORT);
    }

    public static Key<Boolean> flag(String name) {
        return new Key<>(name, ConfigDef.Type.BOOLEAN, Boolean.class::cast).width(Width.SHORT);
    }

    /** A duration, written in milliseconds: the name should end in {@code .ms}. */
    public static Key<Duration> millis(String name) {
        return new Key<>(name, ConfigDef.Type.LONG, value -> Duration.ofMillis((Long) value)).width(Width.SHORT);
    }

    /** A value that is never shown: Kafka's {@link Password} prints itself as {@code [hidden]}. */
    public static Key<Password> secret(String name) {
        return new Key<>(name, ConfigDef.Type.PASSWORD, Password.class::cast);
    }

    /** A comma-separated list; entries are trimmed. */
    public static Key<List<String>> list(String name) {
        return new Key<List<String>>(
                        name,
                        ConfigDef.Type.LIST,
                        value -> ((List<?>) value).stream().map(String::valueOf).toList())
                .width(Width.LONG);
    }

    /** One of an enum's constants, each written as {@code spelling} says: in lower case, by convention. */
    public static <E extends Enum<E>> Key<E> choice(String name, Class<E> constants, Function<E, String> spelling) {
        Map<String, E> bySpelling = Arrays.stream(constants.getEnumConstants())
                .collect(Collectors.toMap(spelling, Function.identity(), (a, b) -> a, LinkedHashMap::new));
        Function<Object, E> read = value -> bySpelling.get(((String) value).toLowerCase(Locale.ROOT));
        return new Key<>(name, ConfigDef.Type.STRING, read)
                .validated(new OneOf(List.copyOf(bySpelling.keySet())))
                .recommended(new FixedValues(List.copyOf(bySpelling.keySet())));
    }

    /** The default in the form in which a user would write it: text, a number, a boolean or a list of text. */
    public Key<T> defaultsTo(Object value) {
        return new Key<>(name, type, read, value, validator, group, importance, width, doc, recommender);
    }

    /** The key may be left out; it is then read with {@link #optionalIn}. */
    @SuppressWarnings("NullAway") // Kafka's "no value" for a key that has a default is null.
    public Key<T> optional() {
        return new Key<>(name, type, read, null, validator, group, importance, width, doc, recommender);
    }

    /** A number within bounds, both included. */
    public Key<T> between(long least, long most) {
        return validated(
                type == ConfigDef.Type.INT
                        ? ConfigDef.Range.between(Math.toIntExact(least), Math.toIntExact(most))
                        : ConfigDef.Range.between(least, most));
    }

    public Key<T> validated(Validator by) {
        return new Key<>(name, type, read, defaultValue, by, group, importance, width, doc, recommender);
    }

    public Key<T> recommended(ConfigDef.Recommender by) {
        return new Key<>(name, type, read, defaultValue, validator, group, importance, width, doc, by);
    }

    public Key<T> group(String in) {
        return new Key<>(name, type, read, defaultValue, validator, in, importance, width, doc, recommender);
    }

    public Key<T> importance(Importance of) {
        return new Key<>(name, type, read, defaultValue, validator, group, of, width, doc, recommender);
    }

    public Key<T> width(Width of) {
        return new Key<>(name, type, read, defaultValue, validator, group, importance, of, doc, recommender);
    }

    public Key<T> doc(String text) {
        return new Key<>(name, type, read, defaultValue, validator, group, importance, width, text, recommender);
    }

    public String name() {
        return name;
    }

    /**
     * The key's value, or its default.
     *
     * @param parsed what {@link ConfigDef#parse} returned for a definition that has this key
     */
    public T in(Map<String, Object> parsed) {
        return optionalIn(parsed).orElseThrow(() -> new IllegalStateException("No value for " + name));
    }

    /** The key's value, its default, or nothing for an {@link #optional} key that was left out or left blank. */
    public Optional<T> optionalIn(Map<String, Object> parsed) {
        return Optional.ofNullable(parsed.get(name))
                .filter(value -> !(value instanceof String text && text.isBlank()))
                .map(read);
    }

    /**
     * Defines the keys in the order given, which is the order in which a user interface shows them. The definition takes
     * a key whose value is null or blank for one that was left out.
     */
    public static ConfigDef define(List<Key<?>> keys) {
        ConfigDef definition = new Definition();
        for (int order = 0; order < keys.size(); order++) {
            keys.get(order).addTo(definition, order);
        }
        return definition;
    }

    private void addTo(ConfigDef definition, int order) {
        definition.define(
                name,
                type,
                defaultValue,
                validator,
                importance,
                doc,
                group,
                order,
                width,
                name,
                List.of(),
                recommender);
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * Kafka's own definition has no default for a key that is there without a value, as JSON and web forms send it, and
     * does not miss a required one.
     */
    private static final class Definition extends ConfigDef {

        @Override
        public Map<String, Object> parse(Map<?, ?> given) {
            return super.parse(withValues(given));
        }

        @Override
        public Map<String, ConfigValue> validateAll(Map<String, String> given) {
            return super.validateAll(withValues(given));
        }

        private static <K, V> Map<K, V> withValues(Map<K, V> given) {
            Map<K, V> present = new LinkedHashMap<>(given);
            present.values().removeIf(value -> value == null || (value instanceof String text && text.isBlank()));
            return present;
        }
    }

    /** Kafka's own validator of this kind lists the choices in upper case and in no order. */
    private record OneOf(List<String> spellings) implements Validator {

        @Override
        public void ensureValid(String name, Object value) {
            if (value != null && !spellings.contains(((String) value).toLowerCase(Locale.ROOT))) {
                throw new ConfigException(name, value, "Write " + this + ".");
            }
        }

        @Override
        public String toString() {
            return "one of " + String.join(", ", spellings);
        }
    }

    private record FixedValues(List<Object> values) implements ConfigDef.Recommender {

        @Override
        public List<Object> validValues(String name, Map<String, Object> parsedConfig) {
            return values;
        }

        @Override
        public boolean visible(String name, Map<String, Object> parsedConfig) {
            return true;
        }
    }
}
