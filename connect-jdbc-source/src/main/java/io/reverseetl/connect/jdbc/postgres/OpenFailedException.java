// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import io.reverseetl.connect.jdbc.dialect.ConnectionSettings;
import io.reverseetl.connect.jdbc.dialect.Failure;
import java.io.IOException;
import java.io.Serial;
import java.sql.SQLException;
import java.util.List;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** A failure to connect: without secrets, and told apart from the failures of an open session, as it means other things. */
final class OpenFailedException extends SQLException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The driver has one SQLSTATE for whatever it refuses about a server; this text is only in this message. */
    private static final String PASSWORD_MISSING = "no password was provided";

    private final Failure kind;

    private OpenFailedException(String message, @Nullable String state, Failure kind) {
        super(message, state);
        this.kind = kind;
    }

    /** The driver quotes the URL in some messages, and a URL can hold a password. */
    static OpenFailedException of(SQLException failure, ConnectionSettings settings) {
        String said = String.valueOf(failure.getMessage());
        Failure kind = said.contains(PASSWORD_MISSING)
                ? Failure.WRONG_PASSWORD
                : SqlStates.classifyOpening(failure.getSQLState());
        OpenFailedException safe = new OpenFailedException(withoutSecrets(said, settings), failure.getSQLState(), kind);
        safe.setStackTrace(failure.getStackTrace());
        if (failure.getCause() instanceof IOException network) {
            // What the network said names hosts and ports only.
            safe.initCause(network);
        }
        return safe;
    }

    Failure kind() {
        return kind;
    }

    private static String withoutSecrets(String message, ConnectionSettings settings) {
        String url = settings.url();
        String safe = message.replace(url, "[url]");
        List<String> secrets = List.of(
                url.substring(url.indexOf('?') + 1),
                settings.password().map(Password::value).orElse(""));
        for (String secret : secrets) {
            safe = secret.isEmpty() ? safe : safe.replace(secret, "[hidden]");
        }
        return safe;
    }
}
