// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.http;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom the sink trusts, and who it is, in TLS. */
public final class Tls {

    private final SSLContext context;
    private final X509TrustManager trust;

    /**
     * Sets TLS up.
     *
     * @param trustStore null for what the JVM trusts
     * @param keyStore null if the CRM does not ask who calls
     * @param keyPassword of the keys in the key store
     */
    public Tls(@Nullable KeyStore trustStore, @Nullable KeyStore keyStore, char[] keyPassword)
            throws GeneralSecurityException {
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(trustStore);
        trust = Arrays.stream(trusted.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("The JVM has no trust manager for X.509"));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(keyStore, keyPassword);
        context = SSLContext.getInstance("TLS");
        context.init(keyStore == null ? null : keys.getKeyManagers(), new X509TrustManager[] {trust}, null);
    }

    SSLContext context() {
        return context;
    }

    X509TrustManager trust() {
        return trust;
    }
}
