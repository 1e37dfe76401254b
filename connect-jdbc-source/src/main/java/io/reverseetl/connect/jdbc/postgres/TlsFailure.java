// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import io.reverseetl.connect.jdbc.dialect.Failure;
import java.io.FileNotFoundException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.stream.Stream;

/**
 * Failures to agree on TLS. The driver gives them the SQLSTATE of a connection that was lost, which waiting might mend;
 * a certificate stays as it is.
 */
final class TlsFailure {

    private static final String CONNECTION_FAILURE = "08006";

    private TlsFailure() {}

    /** What a failure to connect means. */
    static Failure classify(SQLException failure) {
        return isOne(failure) ? Failure.BAD_CONNECTION_PROPERTY : SqlStates.classifyOpening(failure.getSQLState());
    }

    /** The failure itself, or one that says which of the driver's properties a certificate was compared with. */
    static SQLException explained(SQLException failure) {
        return isOne(failure) && causes(failure).anyMatch(GeneralSecurityException.class::isInstance)
                ? new SQLException(
                        failure.getMessage() + " The server's certificate is not of an authority in sslrootcert",
                        failure.getSQLState(),
                        failure.getCause())
                : failure;
    }

    /** Of a host that the certificate does not name there is no cause, as of nothing else in this state. */
    private static boolean isOne(SQLException failure) {
        return CONNECTION_FAILURE.equals(failure.getSQLState())
                && (failure.getCause() == null
                        || causes(failure)
                                .anyMatch(cause -> cause instanceof GeneralSecurityException
                                        || cause instanceof FileNotFoundException));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
