// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.calls;

import io.reverseetl.testing.crm.http.Endpoint;
import io.reverseetl.testing.crm.http.Exchange;
import io.reverseetl.testing.crm.http.Response;
import io.reverseetl.testing.crm.http.Router;
import java.util.Optional;

/** A CRM's whole API. */
public interface Crm {

    Router router();

    /**
     * Answers a call.
     *
     * @param endpoint what {@link #router()} found for it
     */
    Response answer(Exchange exchange, Optional<Endpoint> endpoint);

    /** The answer that this CRM gives with an error status when a call fails for no fault of its own. */
    Response failure(int status);
}
