// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

/**
 * What is known of an object in the CRM.
 *
 * @param content the fingerprint of the last version that the CRM has acknowledged, or {@link #UNKNOWN}
 * @param sourceMicros when that version's row was last changed, in microseconds since 1970, or {@link Mark#NO_TIME}
 * @param id the external id that the object was given last, if it is known under its record key; else {@link
 *     Fingerprint#NONE}
 * @param crmId the CRM's own id of the object; empty if it is not known, or if there is no object
 */
public record Known(long content, long sourceMicros, Fingerprint id, String crmId) {

    /** The CRM may hold anything. */
    public static final long UNKNOWN = 0;

    public static final Known NOTHING = new Known(UNKNOWN, Mark.NO_TIME);

    /** Without anything about the object's ids. */
    public Known(long content, long sourceMicros) {
        this(content, sourceMicros, Fingerprint.NONE, "");
    }

    /** The same object, of which the CRM may hold anything. */
    Known withoutContent() {
        return new Known(UNKNOWN, sourceMicros, id, crmId);
    }

    /**
     * The same record key, whose object is no more as a version is written to another one. What is older than that is of
     * no use any more: it may have had an id that is another key's by now.
     */
    Known withoutObject(Mark next) {
        return new Known(UNKNOWN, Math.max(sourceMicros, next.sourceMicros()));
    }
}
