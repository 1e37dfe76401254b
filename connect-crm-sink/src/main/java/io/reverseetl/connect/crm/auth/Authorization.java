// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.auth;

import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/** The value of a request's {@code Authorization} header. */
public sealed interface Authorization {

    Optional<String> header();

    /** The CRM asks for none, as a simulator may. */
    record None() implements Authorization {
        @Override
        public Optional<String> header() {
            return Optional.empty();
        }
    }

    /** A token, such as that of a HubSpot private app. {@link Password} keeps it out of {@code toString}. */
    record Bearer(Password token) implements Authorization {
        @Override
        public Optional<String> header() {
            return Optional.of("Bearer " + token.value());
        }
    }
}
