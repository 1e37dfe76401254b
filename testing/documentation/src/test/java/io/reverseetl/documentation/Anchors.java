// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import java.util.Locale;

/** The names that GitHub gives to headings. */
final class Anchors {

    private Anchors() {}

    /** GitHub drops what is no letter, digit, hyphen or underscore, and writes blanks as hyphens. */
    static String of(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
    }

    static String link(String text, String heading) {
        return "[" + text + "](#" + of(heading) + ")";
    }
}
