// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

import io.reverseetl.connect.transforms.data.ValueKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.errors.DataException;

/** Formats numbers with a decimal point, whatever the machine's locale, and rounds half up, as invoices do. */
record NumberFormat(String pattern) implements UnaryOperator<Bound> {

    private static final Set<ValueKind> ACCEPTED = EnumSet.of(ValueKind.NUMBER, ValueKind.TEXT);

    /** More than any database has. Written out, 1e999999999 would fill the memory. */
    private static final int MOST_DIGITS = 100_000;

    /**
     * @param pattern as {@link DecimalFormat} defines it
     * @throws IllegalArgumentException if it is not understood
     */
    static NumberFormat of(String pattern) {
        if (!pattern.contains("0") && !pattern.contains("#")) {
            throw new IllegalArgumentException("a number's pattern needs a digit, such as '0.00'");
        }
        decimalFormat(pattern);
        return new NumberFormat(pattern);
    }

    @Override
    public Bound apply(Bound input) {
        // Not thread-safe, like the task that it works for: each task has a transform of its own.
        DecimalFormat format = decimalFormat(pattern);
        return input.toText("number", ACCEPTED, (kind, value) -> format.format(exact(input, value)));
    }

    private static DecimalFormat decimalFormat(String pattern) {
        DecimalFormat format = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format;
    }

    /** The number as it is written: 1.005 is rounded to 1.01, although the double nearest to it is a little less. */
    private static BigDecimal exact(Bound input, Object value) {
        try {
            BigDecimal exact = new BigDecimal(value.toString().strip());
            if (Math.abs((long) exact.scale()) <= MOST_DIGITS) {
                return exact;
            }
        } catch (NumberFormatException e) {
            // Answered below, without the cause: its message may hold the value.
        }
        throw new DataException("number cannot read " + input.description() + ": it is "
                + (value instanceof String ? "text, but not a decimal number such as 12.5" : "NaN or infinite"));
    }
}
