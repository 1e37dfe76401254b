// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.mysql;

import io.reverseetl.connect.jdbc.dialect.ColumnType;
import io.reverseetl.connect.jdbc.dialect.ColumnType.Plain;
import java.util.Locale;

/** From a declared type to what its values are. A type that is not listed here is read as its text form. */
final class ColumnTypes {

    private static final int UNSIGNED_BIGINT_DIGITS = 20;

    private ColumnTypes() {}

    /**
     * A type as the catalog declares it.
     *
     * @param columnType with everything, for example {@code int(10) unsigned}
     * @param dataType its name alone, for example {@code int}
     * @param precision of a number; for a bit field its length
     * @param fraction digits after the second
     */
    record Declared(String columnType, String dataType, int precision, int scale, int fraction) {

        boolean unsigned() {
            return columnType.toLowerCase(Locale.ROOT).contains(" unsigned");
        }

        /** What decides how a column is written in SQL, see {@link MySqlColumn}. */
        String family() {
            String name = dataType.toLowerCase(Locale.ROOT);
            return name.equals("bit") ? "bit(" + precision + ")" : unsigned() ? name + " unsigned" : name;
        }
    }

    static ColumnType of(Declared declared) {
        boolean unsigned = declared.unsigned();
        return switch (declared.dataType().toLowerCase(Locale.ROOT)) {
            case "tinyint" -> isFlag(declared) ? Plain.BOOLEAN : Plain.INT16;
            case "smallint" -> unsigned ? Plain.INT32 : Plain.INT16;
            case "mediumint" -> Plain.INT32;
            case "int" -> unsigned ? Plain.INT64 : Plain.INT32;
            case "bigint" -> unsigned ? new ColumnType.Numeric(UNSIGNED_BIGINT_DIGITS, 0) : Plain.INT64;
            case "year" -> Plain.INT16;
            case "decimal" -> new ColumnType.Numeric(declared.precision(), declared.scale());
            case "float" -> Plain.FLOAT32;
            case "double" -> Plain.FLOAT64;
            case "bit" -> declared.precision() == 1 ? Plain.BOOLEAN : Plain.TEXT;
            case "date" -> Plain.DATE;
            case "datetime" -> new ColumnType.Timestamp(false, declared.fraction());
            case "timestamp" -> new ColumnType.Timestamp(true, declared.fraction());
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> Plain.BYTES;
            default -> Plain.TEXT;
        };
    }

    /** The server has no type for truth values: {@code BOOLEAN} is its word for {@code tinyint(1)}. */
    private static boolean isFlag(Declared declared) {
        return declared.columnType().toLowerCase(Locale.ROOT).startsWith("tinyint(1)") && !declared.unsigned();
    }
}
