// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.auth;

import java.io.IOException;
import java.net.URI;

/** Posts what a grant asks to its token endpoint. */
@FunctionalInterface
public interface TokenEndpoint {

    /** Waits for the answer, for a bounded time. */
    Answer post(URI url, Question question) throws IOException;

    /** What it answered. */
    record Answer(int status, String body) {

        /** Without the body, which holds tokens. */
        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }
}
