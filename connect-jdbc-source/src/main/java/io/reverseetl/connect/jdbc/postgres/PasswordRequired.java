// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.plugin.AuthenticationPlugin;
import org.postgresql.plugin.AuthenticationRequestType;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * Asked for the password when the server wants one. The driver itself says that it has none under an SQLSTATE that it
 * uses for much else about a server, in the language of the JVM. The driver makes it, hence public.
 */
public final class PasswordRequired implements AuthenticationPlugin {

    private final @Nullable String password;

    public PasswordRequired(Properties properties) {
        this.password = properties.getProperty("password");
    }

    @Override
    public char[] getPassword(AuthenticationRequestType type) throws PSQLException {
        if (password == null) {
            throw new PSQLException("The server asks for a password, and none is given.", PSQLState.INVALID_PASSWORD);
        }
        return password.toCharArray();
    }
}
