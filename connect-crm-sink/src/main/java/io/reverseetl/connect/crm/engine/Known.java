// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

/**
 * What is known of an object in the CRM.
 *
 * @param content the fingerprint of the last version that the CRM has acknowledged, or {@link #UNKNOWN}
 * @param sourceMicros when that version's row was last changed, in microseconds since 1970, or {@link Mark#NO_TIME}
 */
public record Known(long content, long sourceMicros) {

    /** The CRM may hold anything. */
    public static final long UNKNOWN = 0;

    public static final Known NOTHING = new Known(UNKNOWN, Mark.NO_TIME);
}
