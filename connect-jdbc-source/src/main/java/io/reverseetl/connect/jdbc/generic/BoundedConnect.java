// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.generic;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Connecting, given up after a time: how to tell a driver of a limit is each driver's own matter. */
final class BoundedConnect {

    private BoundedConnect() {}

    static Connection connect(Driver driver, String url, Properties properties, Duration longest) throws SQLException {
        CompletableFuture<@Nullable Connection> connecting = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        Connection connection = driver.connect(url, properties);
                        if (!connecting.complete(connection) && connection != null) {
                            // Nobody waits for it any more.
                            connection.close();
                        }
                    } catch (SQLException | RuntimeException | Error e) {
                        connecting.completeExceptionally(e);
                    }
                },
                "jdbc-source-connect");
        // A driver that hangs must not keep the worker from exiting.
        thread.setDaemon(true);
        thread.start();
        return await(connecting, longest);
    }

    private static Connection await(CompletableFuture<@Nullable Connection> connecting, Duration longest)
            throws SQLException {
        try {
            Connection connection = connecting.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            if (connection == null) {
                throw new SQLException("The driver does not understand the URL", "08001");
            }
            return connection;
        } catch (TimeoutException e) {
            connecting.cancel(false);
            throw new SQLTransientConnectionException(
                    "The driver has not connected within " + longest.toSeconds() + " s", "08001");
        } catch (InterruptedException e) {
            connecting.cancel(false);
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("Interrupted while connecting", "08001");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw new SQLException("The driver failed: " + e.getCause(), e);
        }
    }
}
