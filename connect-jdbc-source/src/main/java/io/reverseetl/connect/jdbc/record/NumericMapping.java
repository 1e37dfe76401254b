// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.record;

import java.util.Locale;

/** What becomes of {@code numeric(precision, scale)}, under the names that users of JDBC connectors know. */
public enum NumericMapping {
    /** Connect's Decimal. */
    NONE,
    /** Integers for a scale of 0 and up to 18 digits, else Decimal. */
    PRECISION_ONLY,
    /** Integers as above, also for negative scales; FLOAT64 for fractions of up to 18 digits; else Decimal. */
    BEST_FIT,
    /** As best fit, but FLOAT64 for every fraction, and for numeric without a precision. */
    BEST_FIT_EAGER_DOUBLE;

    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }
}
