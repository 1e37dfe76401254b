// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.auth;

import com.fasterxml.jackson.core.JsonPointer;

/**
 * Where a token is in the answer that gives it, and where it goes in each request.
 *
 * @param token in the answer
 * @param expiresIn in the answer: the seconds that the token lives; what is not there is not known
 * @param header the name of the header that carries it
 * @param form the header's value, with {@value #TOKEN} where the token belongs
 */
public record TokenPlaces(JsonPointer token, JsonPointer expiresIn, String header, String form) {

    public static final String TOKEN = "{token}";

    /** As OAuth 2.0 has it (RFC 6749, RFC 6750). */
    static final TokenPlaces OAUTH = new TokenPlaces(
            JsonPointer.compile("/access_token"),
            JsonPointer.compile("/expires_in"),
            "Authorization",
            "Bearer " + TOKEN);

    String headerValue(String token) {
        return form.replace(TOKEN, token);
    }
}
