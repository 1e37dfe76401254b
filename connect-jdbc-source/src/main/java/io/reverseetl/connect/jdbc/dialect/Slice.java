// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.dialect;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/**
 * A share of a table's rows. Each row belongs to one of {@value #BUCKETS} buckets, by its key, for ever; a slice is every
 * so many buckets. As positions are kept for buckets, any number of slices can go on where any other number stopped.
 *
 * @param number from 0
 * @param of how many slices there are
 * @param sent for a bucket, the place up to which its rows have been sent: they are left out
 */
public record Slice(int number, int of, Map<Integer, Position> sent) {

    public static final int BUCKETS = 64;

    public boolean has(int bucket) {
        return bucket % of == number;
    }

    /**
     * The bucket of a key: the first four bytes of the MD5 of its texts in UTF-8, joined by slashes, without the sign,
     * modulo {@value #BUCKETS}. Frozen, and easily said in SQL: what databases call hash changes with their versions.
     */
    public static int bucket(Map<String, String> key) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5")
                    .digest(String.join("/", key.values()).getBytes(StandardCharsets.UTF_8));
            return (ByteBuffer.wrap(digest).getInt() & Integer.MAX_VALUE) % BUCKETS;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("increment.slices needs a Java runtime that has MD5", e);
        }
    }
}
