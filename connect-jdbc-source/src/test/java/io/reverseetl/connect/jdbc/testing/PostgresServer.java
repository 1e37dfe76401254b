// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One real PostgreSQL for a whole test run, and in it an empty database for each test that asks for one. */
public final class PostgresServer implements ParameterResolver, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(PostgresServer.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestDatabase.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        TestDatabase.class,
                        none -> TestDatabase.create(
                                server(context).postgres, server(context).next()),
                        TestDatabase.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestDatabase database = context.getStore(NAMESPACE).get(TestDatabase.class, TestDatabase.class);
        if (database != null) {
            database.close();
        }
    }

    private static Server server(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(Server.class);
    }

    /** Started by the first test, stopped by JUnit after the last. */
    static final class Server implements AutoCloseable {

        private final EmbeddedPostgres postgres;
        private final AtomicInteger databases = new AtomicInteger();

        Server() {
            try {
                postgres = EmbeddedPostgres.builder()
                        .setServerConfig("hba_file", accessRules().toString())
                        .setServerConfig("timezone", "UTC")
                        .setServerConfig("max_connections", "60")
                        .setServerConfig("max_prepared_transactions", "10")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The server's default trusts everybody, and then no password is wrong. */
        private static Path accessRules() throws IOException {
            Path rules = Files.createTempFile("pg_hba", ".conf");
            rules.toFile().deleteOnExit();
            return Files.writeString(rules, """
                    local all all trust
                    host all postgres all trust
                    host all all all scram-sha-256
                    """);
        }

        String next() {
            return "test" + databases.incrementAndGet();
        }

        @Override
        public void close() throws IOException {
            postgres.close();
        }
    }
}
