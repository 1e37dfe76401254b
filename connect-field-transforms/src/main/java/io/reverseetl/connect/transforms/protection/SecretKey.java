// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.protection;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key for HMAC-SHA-256. Not thread-safe: each task has a transform of its own. */
public final class SecretKey {

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    private SecretKey(Mac mac) {
        this.mac = mac;
    }

    /**
     * Makes a key of a secret.
     *
     * @param secret its characters, in UTF-8, are the key
     */
    public static SecretKey of(String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return new SecretKey(mac);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no " + ALGORITHM + ", which every JVM has to have", e);
        }
    }

    /** The 32 bytes of the code. */
    byte[] authenticate(String text) {
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "a secret key";
    }
}
