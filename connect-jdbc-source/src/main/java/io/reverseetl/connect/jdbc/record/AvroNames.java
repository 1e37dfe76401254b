// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.record;

import java.util.regex.Pattern;

/** Names that Avro, and so every registry of schemas, accepts: letters, digits and underscores of ASCII. */
final class AvroNames {

    private static final Pattern ILLEGAL = Pattern.compile("[^A-Za-z0-9_]");

    private AvroNames() {}

    static String legal(String name) {
        String cleaned = ILLEGAL.matcher(name).replaceAll("_");
        return Character.isDigit(cleaned.charAt(0)) ? "_" + cleaned : cleaned;
    }
}
