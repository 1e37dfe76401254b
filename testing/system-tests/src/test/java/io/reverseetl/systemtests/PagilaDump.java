// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** The dump of the Pagila sample database, which lies beside the project and not in it. */
record PagilaDump(Path file) {

    /** Finds the dump; where it is absent the test says that it skips, or fails if nothing may be skipped. */
    static PagilaDump find() {
        Path file = Environment.directory("shared.directory").resolve("data/pagila.sql");
        if (!Files.exists(file)) {
            Needed.isMissing("The Pagila dump is not at " + file + ": set -Dshared.directory to the folder that has"
                    + " data/pagila.sql");
        }
        return new PagilaDump(file);
    }

    /** Runs the dump as psql would: statements between COPY blocks at once, the blocks through COPY. */
    void loadInto(Connection database) throws SQLException, IOException {
        CopyManager copy = database.unwrap(PGConnection.class).getCopyAPI();
        try (BufferedReader lines = Files.newBufferedReader(file);
                Statement statement = database.createStatement()) {
            StringBuilder statements = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("COPY ")) {
                    statement.execute(statements.toString());
                    statements.setLength(0);
                    copy.copyIn(line, new StringReader(copyData(lines)));
                } else {
                    statements.append(line).append('\n');
                }
            }
            statement.execute(statements.toString());
        }
    }

    private static String copyData(BufferedReader lines) throws IOException {
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null && !line.equals("\\."); line = lines.readLine()) {
            data.append(line).append('\n');
        }
        return data.toString();
    }
}
