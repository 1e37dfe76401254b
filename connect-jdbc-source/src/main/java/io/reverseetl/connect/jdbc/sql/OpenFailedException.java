// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.sql;

import io.reverseetl.connect.jdbc.dialect.ConnectionSettings;
import io.reverseetl.connect.jdbc.dialect.Failure;
import java.io.IOException;
import java.io.Serial;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.types.Password;

/** A failure to connect: without secrets, and told apart from the failures of an open session, as it means other things. */
public final class OpenFailedException extends SQLException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String PASSWORD_PROPERTY = "password";

    private final Failure kind;

    private OpenFailedException(String message, SQLException failure, Failure kind) {
        super(message, failure.getSQLState(), failure.getErrorCode());
        this.kind = kind;
    }

    /** Drivers quote the URL and properties in some messages, and these can hold a password. */
    public static OpenFailedException of(SQLException failure, ConnectionSettings settings, Failure kind) {
        String said = String.valueOf(failure.getMessage());
        OpenFailedException safe = new OpenFailedException(withoutSecrets(said, settings), failure, kind);
        safe.setStackTrace(failure.getStackTrace());
        if (failure.getCause() instanceof IOException network) {
            // What the network said names hosts and ports only.
            safe.initCause(network);
        }
        return safe;
    }

    public Failure kind() {
        return kind;
    }

    private static String withoutSecrets(String message, ConnectionSettings settings) {
        String url = settings.url();
        String safe = message.replace(url, "[url]");
        List<String> secrets = new ArrayList<>();
        secrets.add(url.substring(url.indexOf('?') + 1));
        settings.password().map(Password::value).ifPresent(secrets::add);
        // Passwords of keys and trust stores, tokens: whatever a driver calls them.
        settings.driverProperties().forEach((name, value) -> {
            if (name.toLowerCase(Locale.ROOT).contains(PASSWORD_PROPERTY)) {
                secrets.add(value);
            }
        });
        for (String secret : secrets) {
            safe = secret.isEmpty() ? safe : safe.replace(secret, "[hidden]");
        }
        return safe;
    }
}
