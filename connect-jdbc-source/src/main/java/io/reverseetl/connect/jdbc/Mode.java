// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

/** How rows that are new or changed are found. */
enum Mode {
    /** By the time of their last change; ties are broken by the record key. */
    TIMESTAMP("timestamp"),
    /** By the time of their last change; ties are broken by a column that the database counts up. */
    TIMESTAMP_INCREMENTING("timestamp+incrementing");

    private final String spelling;

    Mode(String spelling) {
        this.spelling = spelling;
    }

    String spelling() {
        return spelling;
    }
}
