// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine beside a JDK. */
final class Needed {

    private Needed() {}

    /** Skips the test, or fails it where nothing may be skipped. */
    static void isMissing(String why) {
        if (Boolean.getBoolean("require.all")) {
            fail(why);
        }
        Assumptions.abort("SKIPPED: " + why);
    }
}
