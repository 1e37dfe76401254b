// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.support.Problems;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** An adapter as {@code crm.type} finds it, through {@link java.util.ServiceLoader}. It holds no state. */
public interface CrmAdapterProvider {

    /** The value of {@code crm.type} that chooses this adapter, in lower case. */
    String type();

    /** Where the CRM's API is when {@code crm.url} does not say; nothing if there is no such place. */
    Optional<URI> defaultUrl();

    /**
     * How many writes the CRM takes in one request.
     *
     * @param own the parsed values, in which the adapter finds its own keys
     */
    int maxBatchRecords(Map<String, Object> own);

    /** What can be done with objects of a type. */
    default Set<Operation> operations(String object) {
        return Set.of(Operation.UPSERT);
    }

    /** The adapter's own config keys; their names begin with {@link #type()} and a dot. */
    List<Key<?>> keys();

    /** Adds what can be known to be wrong without asking the CRM. */
    void check(AdapterSettings settings, Problems problems);

    /**
     * Asks the CRM whether the config can work: credentials, object type, id property, and whether the fields can be
     * written. The stage completes with an {@link java.io.IOException} if the CRM cannot be asked.
     */
    CompletionStage<List<Finding>> probe(AdapterSettings settings, KnownFields fields, HttpTransport transport);

    /**
     * Creates the adapter of one task.
     *
     * @param transport closed by the caller
     * @param clock for waits that a CRM gives as a date
     */
    CrmAdapter create(AdapterSettings settings, HttpTransport transport, Clock clock);
}
