// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.io.Serial;
import java.sql.SQLException;

/**
 * A row's value that has no faithful form. The message names table, column and key; the driver's exception is left
 * out, as its message may repeat the value.
 */
public final class UnreadableValueException extends SQLException {

    @Serial
    private static final long serialVersionUID = 1L;

    public UnreadableValueException(Relation relation, String column, Position row, String why) {
        super(relation.title() + ", column " + column + ", key " + row.key() + ": " + why
                + " Correct the row, or read a view that leaves the column out or converts it.");
    }
}
