// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import io.reverseetl.connect.transforms.data.Texts;
import io.reverseetl.connect.transforms.data.ValueKind;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.errors.DataException;

/**
 * A small table that says which text stands for which value.
 *
 * @param otherwise stands for every value that the table does not have
 */
record LookupTable(Map<String, String> table, Optional<String> otherwise) implements UnaryOperator<Bound> {

    private static final Set<ValueKind> ACCEPTED = EnumSet.of(ValueKind.TEXT, ValueKind.NUMBER, ValueKind.BOOLEAN);

    /**
     * Reads a table.
     *
     * @param given value and text in turn; one at the end that has no partner is for all other values
     * @throws IllegalArgumentException if a value is there twice
     */
    static LookupTable of(List<String> given) {
        Map<String, String> table = new HashMap<>();
        for (int i = 0; i + 1 < given.size(); i += 2) {
            if (table.putIfAbsent(given.get(i), given.get(i + 1)) != null) {
                throw new IllegalArgumentException("'" + given.get(i) + "' is there twice; remove one of the two");
            }
        }
        boolean hasOtherwise = given.size() % 2 == 1;
        return new LookupTable(
                Map.copyOf(table), hasOtherwise ? Optional.of(given.get(given.size() - 1)) : Optional.empty());
    }

    @Override
    public Bound apply(Bound input) {
        return input.toText(
                "lookup",
                ACCEPTED,
                (kind, value) -> Optional.ofNullable(table.get(Texts.of(kind, value)))
                        .or(() -> otherwise)
                        .orElseThrow(
                                () -> new DataException("lookup has nothing for the value of " + input.description()
                                        + ". Add it to the table, or a last text for all other values.")));
    }
}
