// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads keys and certificates out of files, as PEM or as stores of the JDK. */
public final class Stores {

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private Stores() {}

    /** Opens a JKS or PKCS12 store. */
    public static KeyStore open(Path file, String type, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(type);
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        return store;
    }

    /** The certificates of a PEM file, to be trusted. */
    public static KeyStore trusting(String pem) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        List<Certificate> certificates = certificates(pem);
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("trusted-" + i, certificates.get(i));
        }
        return store;
    }

    /** The private key and the certificates of a PEM file, to show who we are. */
    public static KeyStore identity(String pem, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        store.setKeyEntry(
                "identity", privateKey(pem), password, certificates(pem).toArray(Certificate[]::new));
        return store;
    }

    /** A private key in PEM (PKCS #8, not encrypted), RSA or EC. */
    public static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        Matcher found = PRIVATE_KEY.matcher(pem);
        if (!found.find()) {
            throw new InvalidKeySpecException("There is no unencrypted 'BEGIN PRIVATE KEY' (PKCS #8)");
        }
        PKCS8EncodedKeySpec key = new PKCS8EncodedKeySpec(decoded(found.group(1)));
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(key);
        } catch (InvalidKeySpecException notRsa) {
            return KeyFactory.getInstance("EC").generatePrivate(key);
        }
    }

    private static byte[] decoded(String base64) throws InvalidKeySpecException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new InvalidKeySpecException("The key is cut off", e);
        }
    }

    private static List<Certificate> certificates(String pem) throws GeneralSecurityException {
        String only = pem.replaceAll("(?s)-----BEGIN PRIVATE KEY-----.*?-----END PRIVATE KEY-----", "");
        List<Certificate> certificates = List.copyOf(CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(only.getBytes(StandardCharsets.UTF_8))));
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("There is no certificate");
        }
        return certificates;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
