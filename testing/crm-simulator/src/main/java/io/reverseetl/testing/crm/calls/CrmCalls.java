// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.calls;

import io.reverseetl.testing.crm.faults.Fault;
import io.reverseetl.testing.crm.faults.FaultPlan;
import io.reverseetl.testing.crm.http.Endpoint;
import io.reverseetl.testing.crm.http.Exchange;
import io.reverseetl.testing.crm.http.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Stands before a CRM: lets calls go wrong as planned, adds latency and keeps the log. A call is in the log before its
 * answer leaves, so that who has the answer finds the call.
 */
public final class CrmCalls implements Endpoint {

    private final Crm crm;
    private final FaultPlan faults;
    private final CallLog log;
    private final Duration latency;
    private final InstantSource clock;

    public CrmCalls(Crm crm, FaultPlan faults, CallLog log, Duration latency, InstantSource clock) {
        this.crm = crm;
        this.faults = faults;
        this.log = log;
        this.latency = latency;
        this.clock = clock;
    }

    @Override
    public Response answer(Exchange exchange) {
        Instant acceptedAt = clock.instant();
        Optional<Endpoint> endpoint = crm.router().match(exchange);
        Supplier<Response> asked = () -> crm.answer(exchange, endpoint);
        Optional<Fault> fault = faults.next();
        Response response =
                fault.map(planned -> planned.answer(asked, crm::failure)).orElseGet(asked);
        Duration duration = Duration.between(acceptedAt, clock.instant());
        log.add(exchange, response.status(), acceptedAt, duration, fault.map(Fault::kind));
        return response.delayedBy(latency);
    }
}
