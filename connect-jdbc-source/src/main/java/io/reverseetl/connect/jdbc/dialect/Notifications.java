// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.sql.SQLException;
import java.util.Optional;

/** What it takes to be told by a database that rows have changed. Stateless. */
public interface Notifications {

    /** Why nothing can be told under a channel's name, and what to do; empty if something can. */
    Optional<String> problem(String channel);

    /** Connects as {@link Dialect#open} does, and listens: what is told from then on is not missed. */
    NotificationSession listen(ConnectionSettings settings, String channel) throws SQLException;
}
