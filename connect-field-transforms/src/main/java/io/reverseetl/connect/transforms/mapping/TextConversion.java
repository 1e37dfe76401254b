// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import io.reverseetl.connect.transforms.data.Texts;
import io.reverseetl.connect.transforms.data.ValueKind;
import java.util.EnumSet;
import java.util.Set;

/** Writes a value as text, the same on every machine: plain decimal numbers, and ISO 8601 dates and times in UTC. */
final class TextConversion {

    private static final Set<ValueKind> ACCEPTED = EnumSet.complementOf(EnumSet.of(ValueKind.OTHER));

    private TextConversion() {}

    static Bound of(Bound input, String function) {
        return input.toText(function, ACCEPTED, Texts::of);
    }
}
