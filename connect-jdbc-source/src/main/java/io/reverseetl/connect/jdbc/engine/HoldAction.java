// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.util.Locale;

/** What to do about a transaction that has held new rows back for too long. */
public enum HoldAction {
    /** Warn, and go on waiting. */
    WAIT,
    /** Warn, and read on: what the transaction commits after that can be missed. */
    PROCEED,
    /** Fail the task. */
    FAIL;

    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }
}
