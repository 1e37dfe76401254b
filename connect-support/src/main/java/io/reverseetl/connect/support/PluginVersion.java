// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of the build, as every plugin reports it to Connect. */
public final class PluginVersion {

    private static final String RESOURCE = "build.properties";

    private PluginVersion() {}

    /** Returns the Maven version that this plugin was built as, for example {@code 1.2.0}. */
    public static String current() {
        try (InputStream in = PluginVersion.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The plugin's jar lacks " + RESOURCE + ": unpack its archive anew");
            }
            Properties build = new Properties();
            build.load(in);
            return build.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the plugin's version from its own jar", e);
        }
    }
}
