// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.record;

import java.util.Locale;

/** The form of timestamps in records, under the names that users of JDBC connectors know. */
public enum TimestampGranularity {
    CONNECT_LOGICAL,
    MICROS_LONG,
    MICROS_STRING,
    MICROS_ISO_DATETIME_STRING,
    NANOS_LONG,
    NANOS_STRING,
    NANOS_ISO_DATETIME_STRING;

    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }
}
