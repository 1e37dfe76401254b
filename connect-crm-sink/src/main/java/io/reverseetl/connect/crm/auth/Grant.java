// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.config.types.Password;

/**
 * What a token endpoint is asked for, and by whom: one of the grants of OAuth 2.0 (RFC 6749, RFC 7523), or a login as the
 * CRM has made it up.
 */
public sealed interface Grant {

    String CLIENT_ID = "auth.client.id";

    URI tokenUrl();

    /** The config keys to check when the token endpoint refuses the grant; the first is the likeliest to be wrong. */
    List<String> keys();

    /**
     * What to send.
     *
     * @param refreshToken the newest one that the endpoint has given out, if it gives out any
     */
    Question question(Instant now, Optional<Password> refreshToken);

    /** Where the token is in the answer, and where it goes in requests. */
    default TokenPlaces places() {
        return TokenPlaces.OAUTH;
    }

    /** The connector in its own name, as Salesforce and many others have it. */
    record ClientCredentials(URI tokenUrl, String clientId, Password clientSecret, Optional<String> scope)
            implements Grant {

        @Override
        public List<String> keys() {
            return List.of("auth.client.secret", CLIENT_ID);
        }

        @Override
        public Question question(Instant now, Optional<Password> refreshToken) {
            Map<String, String> form = new LinkedHashMap<>();
            form.put("grant_type", "client_credentials");
            form.put("client_id", clientId);
            form.put("client_secret", clientSecret.value());
            scope.ifPresent(value -> form.put("scope", value));
            return Question.form(form);
        }
    }

    /** The connector for a user who has once agreed, as with a HubSpot app. */
    record RefreshToken(URI tokenUrl, String clientId, Password clientSecret, Password refreshToken) implements Grant {

        @Override
        public List<String> keys() {
            return List.of("auth.refresh.token", CLIENT_ID);
        }

        @Override
        public Question question(Instant now, Optional<Password> newest) {
            Map<String, String> form = new LinkedHashMap<>();
            form.put("grant_type", "refresh_token");
            form.put("client_id", clientId);
            form.put("client_secret", clientSecret.value());
            form.put("refresh_token", newest.orElse(refreshToken).value());
            return Question.form(form);
        }
    }

    /**
     * The connector for a user, proven by a signature (RS256), as with a connected app of Salesforce.
     *
     * @param subject the user
     * @param audience who is to believe it
     */
    record JwtBearer(URI tokenUrl, String clientId, PrivateKey key, String subject, String audience) implements Grant {

        /** Salesforce allows five minutes at the most. */
        private static final Duration VALIDITY = Duration.ofMinutes(3);

        @Override
        public List<String> keys() {
            return List.of("auth.jwt.key", CLIENT_ID);
        }

        @Override
        public Question question(Instant now, Optional<Password> refreshToken) {
            Map<String, String> form = new LinkedHashMap<>();
            form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
            form.put("assertion", assertion(now));
            return Question.form(form);
        }

        private String assertion(Instant now) {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader(JWSAlgorithm.RS256),
                    new JWTClaimsSet.Builder()
                            .issuer(clientId)
                            .subject(subject)
                            .audience(audience)
                            .issueTime(Date.from(now))
                            .expirationTime(Date.from(now.plus(VALIDITY)))
                            .jwtID(UUID.randomUUID().toString())
                            .build());
            try {
                jwt.sign(new RSASSASigner(key));
                return jwt.serialize();
            } catch (JOSEException e) {
                throw new IllegalStateException("An RSA key can always sign", e);
            }
        }

        /** Without the key. */
        @Override
        public String toString() {
            return "JwtBearer[" + clientId + " for " + subject + "]";
        }
    }

    /**
     * A session: a user logs in, with a document that only this CRM knows.
     *
     * @param body JSON, with the user's name and password in it
     */
    record Login(URI tokenUrl, Password body, TokenPlaces places) implements Grant {

        @Override
        public List<String> keys() {
            return List.of("auth.password", "auth.username", "auth.login.body");
        }

        @Override
        public Question question(Instant now, Optional<Password> refreshToken) {
            return new Question("application/json", body.value());
        }
    }
}
