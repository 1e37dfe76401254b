// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

/** 128 bits that stand for an external id, which may be personal data. */
public record Fingerprint(long high, long low) {

    /** No id is known. No id has this fingerprint. */
    public static final Fingerprint NONE = new Fingerprint(0, 0);
}
