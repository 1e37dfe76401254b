// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.util.Locale;

/** Whether names are quoted in SQL whose rules for names are not known. */
public enum Quoting {
    ALWAYS,
    NEVER;

    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }
}
