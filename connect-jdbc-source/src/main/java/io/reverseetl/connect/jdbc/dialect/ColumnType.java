// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

/**
 * What a column's values are, independent of any one database. A session reads them as the Java types named here, or
 * null.
 */
public sealed interface ColumnType {

    /** Types that have nothing more to say. */
    enum Plain implements ColumnType {
        /** {@link Short}. */
        INT16,
        /** {@link Integer}. */
        INT32,
        /** {@link Long}. */
        INT64,
        /** {@link Boolean}. */
        BOOLEAN,
        /** {@link Float}. */
        FLOAT32,
        /** {@link Double}. */
        FLOAT64,
        /** {@link String}; also the text form of every type that has no better match. */
        TEXT,
        /** {@code byte[]}. */
        BYTES,
        /** {@link java.time.LocalDate}, or {@link java.time.LocalDate#MAX} and {@code MIN} for the infinities. */
        DATE,
        /** A decimal number of any precision and scale: {@link String}, as it may also be NaN or infinite. */
        BARE_NUMERIC
    }

    /** {@link java.math.BigDecimal} of that scale. */
    record Numeric(int precision, int scale) implements ColumnType {}

    /**
     * {@link java.time.LocalDateTime}, in UTC if zoned; {@link java.time.LocalDateTime#MAX} and {@code MIN} stand for
     * the infinities.
     *
     * @param precision digits after the second that the column keeps, 0 to 6
     */
    record Timestamp(boolean zoned, int precision) implements ColumnType {}

    /** {@link java.util.List} of elements, each of which may be null. */
    record Array(ColumnType element) implements ColumnType {}
}
