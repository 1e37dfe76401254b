// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.generic;

import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.ColumnType.Plain;
import java.sql.JDBCType;
import java.sql.Types;

/**
 * A column's type as a driver describes it.
 *
 * @param code one of {@link Types}, or one of the driver's own
 * @param size of a number its precision
 * @param digits behind the point, or after the second
 */
record JdbcType(int code, String name, int size, int digits) {

    private static final int NANOSECONDS = 9;

    /** What decides how a column is read and bound: the name of its JDBC type. */
    String family() {
        try {
            return isUuid() ? JDBCType.OTHER.getName() : JDBCType.valueOf(code).getName();
        } catch (IllegalArgumentException e) {
            return JDBCType.OTHER.getName();
        }
    }

    /** There is no JDBC type for it, and some drivers say that it is binary. */
    private boolean isUuid() {
        return name.equalsIgnoreCase("UUID");
    }

    /** A type that is not listed here is read as its text form. */
    ColumnType columnType() {
        if (isUuid()) {
            return Plain.TEXT;
        }
        return switch (code) {
            case Types.TINYINT, Types.SMALLINT -> Plain.INT16;
            case Types.INTEGER -> Plain.INT32;
            case Types.BIGINT -> Plain.INT64;
            case Types.BOOLEAN -> Plain.BOOLEAN;
            case Types.BIT -> size <= 1 ? Plain.BOOLEAN : Plain.TEXT;
            case Types.REAL -> Plain.FLOAT32;
            case Types.FLOAT, Types.DOUBLE -> Plain.FLOAT64;
            case Types.NUMERIC, Types.DECIMAL -> size > 0 ? new ColumnType.Numeric(size, digits) : Plain.BARE_NUMERIC;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> Plain.BYTES;
            case Types.DATE -> Plain.DATE;
            case Types.TIMESTAMP -> new ColumnType.Timestamp(false, fraction());
            case Types.TIMESTAMP_WITH_TIMEZONE -> new ColumnType.Timestamp(true, fraction());
            default -> Plain.TEXT;
        };
    }

    /** Of whole seconds if a driver does not say: the upper bound then keeps away from the clock by a whole one. */
    private int fraction() {
        return digits > 0 && digits <= NANOSECONDS ? digits : 0;
    }
}
