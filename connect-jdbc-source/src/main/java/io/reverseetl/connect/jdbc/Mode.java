// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

/** How rows that are new or changed are found. */
enum Mode {
    /** By the time of their last change; ties are broken by the record key. */
    TIMESTAMP("timestamp"),
    /** By the time of their last change; ties are broken by a column that the database counts up. */
    TIMESTAMP_INCREMENTING("timestamp+incrementing"),
    /** By a column that the database counts up: new rows alone. */
    INCREMENTING("incrementing"),
    /** Not at all: every row is read again and again. */
    BULK("bulk");

    private final String spelling;

    Mode(String spelling) {
        this.spelling = spelling;
    }

    String spelling() {
        return spelling;
    }

    boolean usesTimestamp() {
        return this == TIMESTAMP || this == TIMESTAMP_INCREMENTING;
    }

    boolean usesIncrementing() {
        return this == INCREMENTING || this == TIMESTAMP_INCREMENTING;
    }
}
