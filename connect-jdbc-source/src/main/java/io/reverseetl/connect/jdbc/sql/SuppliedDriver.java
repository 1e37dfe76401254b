// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.sql;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A driver that the user has put beside the plugin's own jars. It is looked for in the plugin's class loader:
 * DriverManager would show the drivers of the loader that calls it, and those that other plugins have registered.
 */
public final class SuppliedDriver {

    private static final Logger log = LoggerFactory.getLogger(SuppliedDriver.class);

    private static final String BUNDLED = "org.postgresql.Driver";
    private static final String BUNDLED_URL = "jdbc:postgresql:";

    private SuppliedDriver() {}

    /** The driver that reads a URL. */
    public static Optional<Driver> find(String url) {
        Iterator<Driver> drivers = ServiceLoader.load(Driver.class, SuppliedDriver.class.getClassLoader())
                .iterator();
        while (true) {
            try {
                if (!drivers.hasNext()) {
                    return Optional.empty();
                }
                Driver driver = drivers.next();
                if (reads(driver, url)) {
                    return Optional.of(driver);
                }
            } catch (ServiceConfigurationError e) {
                log.warn("A JDBC driver in the plugin's folder cannot be loaded, and is passed over", e);
            } catch (SQLException e) {
                // Drivers say so of URLs that are meant for another.
            }
        }
    }

    /** The bundled driver logs URLs that it does not read, and a URL may hold a password. */
    private static boolean reads(Driver driver, String url) throws SQLException {
        boolean bundled = driver.getClass().getName().equals(BUNDLED);
        return (!bundled || url.startsWith(BUNDLED_URL)) && driver.acceptsURL(url);
    }

    /** What to do when there is none; says the beginning of the URL only. */
    public static String missing(String url) {
        int end = url.indexOf(':', "jdbc:".length());
        String kind = end < 0 ? "jdbc:" : url.substring(0, end + 1);
        return "No JDBC driver in the plugin's folder reads URLs that begin with " + kind
                + ". Put the driver's jar into " + folder()
                + " on every worker, and restart the workers; or correct the URL.";
    }

    private static String folder() {
        try {
            CodeSource jar = SuppliedDriver.class.getProtectionDomain().getCodeSource();
            return Optional.ofNullable(
                            jar == null
                                    ? null
                                    : Path.of(jar.getLocation().toURI()).getParent())
                    .map(Path::toString)
                    .orElse("the plugin's lib folder");
        } catch (URISyntaxException e) {
            return "the plugin's lib folder";
        }
    }
}
