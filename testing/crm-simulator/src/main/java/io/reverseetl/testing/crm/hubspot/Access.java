// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import io.reverseetl.testing.crm.http.Exchange;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Who may do what.
 *
 * @param token the token that every call has to bear now; any call may if there is none
 * @param scopes what the token has been granted; everything if there are none
 */
record Access(Supplier<Optional<String>> token, Optional<Set<String>> scopes) {

    void authenticate(Exchange exchange) {
        Optional<String> valid = token.get();
        if (valid.isPresent() && !exchange.bearerToken().equals(valid)) {
            throw unauthenticated();
        }
    }

    void require(String scope) {
        if (scopes.isPresent() && !scopes.get().contains(scope)) {
            throw Refusal.missingScope(scope);
        }
    }

    static Refusal unauthenticated() {
        return Refusal.of(
                401,
                "INVALID_AUTHENTICATION",
                "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more"
                        + " details at https://developers.hubspot.com/docs/methods/auth/oauth-overview");
    }

    @Override
    public String toString() {
        return "Access[token=hidden, scopes=" + scopes + "]";
    }
}
