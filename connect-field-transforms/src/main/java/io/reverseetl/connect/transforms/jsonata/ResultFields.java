// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.jsonata;

import io.reverseetl.connect.transforms.data.FieldName;
import io.reverseetl.connect.transforms.syntax.Entries;
import io.reverseetl.connect.transforms.syntax.Vocabulary;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** The fields that an expression's result has, and their types. */
public final class ResultFields {

    private static final Vocabulary<ResultType> TYPES = new Vocabulary<>(
            "a type",
            Arrays.stream(ResultType.values())
                    .map(type -> Vocabulary.word(type.name().toLowerCase(Locale.ROOT), type))
                    .toList());

    private final Map<String, ResultType> types = new LinkedHashMap<>();

    private ResultFields() {}

    /**
     * Reads entries {@code field: type}.
     *
     * @throws IllegalArgumentException if they cannot be read
     */
    public static ResultFields parse(String text) {
        ResultFields fields = new ResultFields();
        Entries.parse(text, TYPES, "no field is named; write entries such as `score: number`")
                .forEach((path, said) -> {
                    if (path.size() > 1 || said.size() > 1) {
                        throw new IllegalArgumentException("field '" + String.join(".", path)
                                + "' has to have one type, and no path; put a name that has a dot in double quotes");
                    }
                    fields.types.put(path.get(0), said.get(0).meaning());
                });
        return fields;
    }

    /** The types that a user can write, as documentation lists them. */
    public static String usages() {
        return TYPES.usages();
    }

    /** The schema of each field. */
    public Map<String, Schema> schemas() {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        types.forEach((name, type) -> schemas.put(name, type.schema()));
        return schemas;
    }

    /**
     * The fields of a result, all of them, each as its type.
     *
     * @throws DataException if it has other fields, or values of another type
     */
    public Map<String, @Nullable Object> of(Map<?, ?> result) {
        for (Object name : result.keySet()) {
            if (!types.containsKey(String.valueOf(name))) {
                throw new DataException("the result has a field '" + name + "', which `types` does not name. It names "
                        + FieldName.list(types.keySet()) + ".");
            }
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        types.forEach((name, type) -> {
            Object value = result.get(name);
            fields.put(name, value == null ? null : typed(name, type, value));
        });
        return fields;
    }

    private static Object typed(String name, ResultType type, Object value) {
        return type.of(value)
                .orElseThrow(() -> new DataException("the result's field '" + name + "' is to be "
                        + type.name().toLowerCase(Locale.ROOT) + ", but is a "
                        + value.getClass().getSimpleName() + ". Convert it in the expression, with $string, $number,"
                        + " $round or $boolean, or correct `types`."));
    }
}
