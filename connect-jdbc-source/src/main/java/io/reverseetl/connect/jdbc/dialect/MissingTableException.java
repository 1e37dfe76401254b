// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.io.Serial;
import java.sql.SQLException;

/** A table that was there and cannot be found any more: {@link Failure#MISSING_OBJECT} in every dialect. */
public final class MissingTableException extends SQLException {

    @Serial
    private static final long serialVersionUID = 1L;

    public MissingTableException(Relation relation) {
        super(
                relation.title()
                        + " does not exist any more. Create it again, or take it out of the connector's tables.",
                "42S02");
    }
}
