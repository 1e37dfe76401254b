// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;

/** Divides the rows of a table's first read from the changes that follow. */
public final class FirstBound {

    private FirstBound() {}

    /**
     * The time of which every row stamped earlier can be seen from now on, as text in the column's type.
     *
     * @return empty as long as no time is safe: a standby lags, or a prepared transaction is open of which nothing is known
     */
    public static Optional<String> now(
            Session session, TableCursor cursor, Watermark watermark, BoundSettings settings, Instant now)
            throws SQLException {
        Optional<WatermarkStatus> seen = watermark.look(session, now);
        if (seen.isEmpty()) {
            return Optional.empty();
        }
        return new Looks(cursor.relation().label(), settings)
                .next(seen.get(), cursor.timestampType(), Optional.empty(), now)
                .map(look -> session.text(
                        cursor.timestampType(),
                        LocalDateTime.ofInstant(look.settled(), settings.zoneOf(cursor.timestampType()))));
    }
}
