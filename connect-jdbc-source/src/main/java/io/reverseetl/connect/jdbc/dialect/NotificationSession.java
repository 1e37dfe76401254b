// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.sql.SQLException;
import java.time.Duration;

/** A connection that does nothing but listen. Used by one thread, but for {@link #close}, which any thread may call. */
public interface NotificationSession extends AutoCloseable {

    /**
     * Waits for notifications.
     *
     * @return whether any came; false after the time, if the connection still works
     * @throws SQLException if it does not, or was closed
     */
    boolean await(Duration atMost) throws SQLException;

    @Override
    void close();
}
