// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.auth;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Posts a form to a token endpoint. */
@FunctionalInterface
public interface TokenEndpoint {

    /** Waits for the answer, for a bounded time. */
    Answer post(URI url, Map<String, String> form) throws IOException;

    /** What it answered. */
    record Answer(int status, String body) {

        /** Without the body, which holds tokens. */
        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }
}
