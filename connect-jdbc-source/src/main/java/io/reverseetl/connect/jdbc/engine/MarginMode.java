// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.util.Locale;

/** How the margin is paid that is kept from the oldest open transaction. */
public enum MarginMode {
    /** Rows are read a margin later. None is read twice. */
    WAIT,
    /** Rows are read at once, and the margin again at each look, without what was sent already. */
    LOOK_BACK;

    public String spelling() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
