// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Session;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One connection, which is opened when needed and opened again when lost. Any thread may cancel or close it. */
final class Link implements AutoCloseable {

    private final Engine.Database database;
    private volatile @Nullable Session session;
    private volatile boolean closed;

    Link(Engine.Database database) {
        this.database = database;
    }

    Session session() throws SQLException {
        Session open = session;
        if (open == null) {
            open = database.open();
            session = open;
            if (closed) {
                // Closed by another thread while the driver was connecting.
                disconnect();
            }
        }
        return open;
    }

    /** Makes a statement that runs fail soon. */
    void cancel() {
        closed = true;
        Session open = session;
        if (open != null) {
            open.cancel();
        }
    }

    /** Gives the connection up, as it may be broken. */
    void disconnect() {
        Session open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        disconnect();
    }
}
