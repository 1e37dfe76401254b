// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.cluster;

import java.sql.Connection;
import java.sql.SQLException;

/** The PostgreSQL server of a {@link Cluster}. */
public interface Database {

    /** The superuser, as whom connectors log in too. */
    String user();

    /** Opens a connection as the superuser. */
    Connection connect() throws SQLException;
}
