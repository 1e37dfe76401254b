// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;
import org.apache.kafka.common.config.types.Password;

/** How requests prove who sends them. {@link Password} keeps secrets out of {@code toString}. */
public sealed interface Authorization {

    <R> R fold(Function<None, R> none, Function<Header, R> header, Function<Tokens, R> tokens);

    /** The CRM asks for none, as a simulator may. */
    record None() implements Authorization {
        @Override
        public <R> R fold(Function<None, R> none, Function<Header, R> header, Function<Tokens, R> tokens) {
            return none.apply(this);
        }
    }

    /** The same header with every request. */
    record Header(String name, Password value) implements Authorization {

        private static final String AUTHORIZATION = "Authorization";

        /** A token, such as that of a HubSpot private app. */
        public static Header bearer(Password token) {
            return new Header(AUTHORIZATION, new Password("Bearer " + token.value()));
        }

        public static Header basic(String user, Password password) {
            byte[] both = (user + ":" + password.value()).getBytes(StandardCharsets.UTF_8);
            return new Header(
                    AUTHORIZATION, new Password("Basic " + Base64.getEncoder().encodeToString(both)));
        }

        @Override
        public <R> R fold(Function<None, R> none, Function<Header, R> header, Function<Tokens, R> tokens) {
            return header.apply(this);
        }
    }

    /**
     * Tokens that live for a while, and are got by a grant: those of OAuth 2.0, or sessions.
     *
     * @param leadToApi whether requests go to where the token endpoint says that the API is, if it says so
     */
    record Tokens(Grant grant, boolean leadToApi) implements Authorization {

        public Tokens(Grant grant) {
            this(grant, false);
        }

        @Override
        public <R> R fold(Function<None, R> none, Function<Header, R> header, Function<Tokens, R> tokens) {
            return tokens.apply(this);
        }
    }
}
