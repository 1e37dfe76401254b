// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.record;

import java.util.Locale;

/** What becomes of a row that is marked as deleted. */
public enum DeleteAs {
    /** A record without a value. */
    TOMBSTONE,
    /** A record as of any other row; each record has a field that says whether its row is deleted. */
    FIELD;

    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }
}
