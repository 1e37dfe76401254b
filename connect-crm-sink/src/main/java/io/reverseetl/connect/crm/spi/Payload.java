// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

/**
 * What one write says, formatted for its CRM. Prepared once, when the record comes in, so that its size is known and
 * a value that the CRM cannot take is found before anything is sent. Immutable.
 */
public interface Payload {

    /** What is to be done with the object. */
    default Operation operation() {
        return Operation.UPSERT;
    }

    /** About how many bytes this takes in a request. */
    int bytes();

    /** Whether this says something about every property that {@code older} does, which is then of no use any more. */
    boolean replaces(Payload older);

    /**
     * What this says, as bytes: the same for two payloads if, and only if, they say the same, in this and in any other
     * version of the plugin. A fingerprint of it is kept.
     */
    byte[] content();

    /** This payload, with what only {@code older} says added to it. */
    Payload over(Payload older);
}
