// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import io.reverseetl.connect.transforms.data.ValueKind;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Turns a text into another. */
record TextFunction(String name, UnaryOperator<String> body) implements UnaryOperator<Bound> {

    private static final Set<ValueKind> ACCEPTED = EnumSet.of(ValueKind.TEXT);

    @Override
    public Bound apply(Bound input) {
        return input.toText(name, ACCEPTED, (kind, value) -> body.apply((String) value));
    }
}
