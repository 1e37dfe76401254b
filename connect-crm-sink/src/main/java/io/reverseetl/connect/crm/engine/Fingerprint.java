// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * 128 bits that stand for an external id or a record key, which may be personal data: the beginning of SHA-256. With ten
 * million of them, the odds that any two are the same are below 1 in 10^24.
 */
public record Fingerprint(long high, long low) {

    /** No id is known. No id has this fingerprint. */
    public static final Fingerprint NONE = new Fingerprint(0, 0);

    /** Of an external id. No other type and id have the same. */
    public static Fingerprint ofExternalId(String object, String externalId) {
        return of(name(object, externalId));
    }

    /** Of a record key. No external id has the same, as what stands for one begins with a digit. */
    public static Fingerprint ofRecordKey(String object, String recordKey) {
        return of("key:" + name(object, recordKey));
    }

    private static String name(String object, String id) {
        return object.length() + ":" + object + id;
    }

    private static Fingerprint of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            ByteBuffer bytes = ByteBuffer.wrap(digest);
            return new Fingerprint(bytes.getLong(), bytes.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
