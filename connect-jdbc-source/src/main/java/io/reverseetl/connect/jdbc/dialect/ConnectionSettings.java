// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/**
 * How to connect.
 *
 * @param url the JDBC URL, which may itself carry a password
 * @param driverProperties what the user passes on to the driver; it wins over a dialect's defaults
 * @param limit when present, no connect and no statement takes longer than this, whatever the driver's properties say
 * @param isolation of the transactions that read
 * @param quoting whether names are quoted, in a database whose rules for them are not known
 */
public record ConnectionSettings(
        String url,
        Optional<String> user,
        Optional<Password> password,
        Map<String, String> driverProperties,
        Optional<Duration> limit,
        Isolation isolation,
        Quoting quoting) {

    /** Without a limit, and with what the database does by itself. */
    public ConnectionSettings(
            String url, Optional<String> user, Optional<Password> password, Map<String, String> driverProperties) {
        this(url, user, password, driverProperties, Optional.empty(), Isolation.DEFAULT, Quoting.ALWAYS);
    }

    public ConnectionSettings within(Duration most) {
        return new ConnectionSettings(url, user, password, driverProperties, Optional.of(most), isolation, quoting);
    }

    /** Says nothing: both the URL and the driver's properties may hold secrets. */
    @Override
    public String toString() {
        return "ConnectionSettings[hidden]";
    }
}
