// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import io.reverseetl.testing.crm.calls.Crm;
import io.reverseetl.testing.crm.http.Endpoint;
import io.reverseetl.testing.crm.http.Exchange;
import io.reverseetl.testing.crm.http.Response;
import io.reverseetl.testing.crm.http.Router;
import io.reverseetl.testing.crm.quota.CallQuota;
import io.reverseetl.testing.crm.quota.CallQuota.Allowance;
import io.reverseetl.testing.crm.quota.CallQuota.Limit;
import io.reverseetl.testing.crm.store.ObjectStore;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** HubSpot's API: who may call, how often, and what each path answers. */
public final class HubSpot implements Crm {

    private final Access access;
    private final CallQuota quota;
    private final Random random;
    private final Router router;

    /**
     * @param token the bearer token that calls need now; empty if they need none
     * @param scopes what the token has been granted; empty for everything
     */
    public HubSpot(
            ObjectStore store,
            CallQuota quota,
            Supplier<Optional<String>> token,
            Optional<Set<String>> scopes,
            InvalidRecords invalidRecords,
            InstantSource clock,
            Random random) {
        this.access = new Access(token, scopes);
        this.quota = quota;
        this.random = random;
        PropertyCatalog catalog = new PropertyCatalog(clock.instant());
        BatchUpsert upsert = new BatchUpsert(store, catalog, access, invalidRecords, clock, random);
        ObjectEndpoints objects = new ObjectEndpoints(store, catalog, access, upsert, clock);
        PropertyEndpoints properties = new PropertyEndpoints(catalog, access, clock);
        AssociationEndpoints associations = new AssociationEndpoints(store, access, clock);
        this.router = new Router(Stream.of(objects.routes(), properties.routes(), associations.routes())
                .flatMap(routes -> routes)
                .toList());
    }

    @Override
    public Router router() {
        return router;
    }

    @Override
    public Response answer(Exchange exchange, Optional<Endpoint> endpoint) {
        Response response;
        try {
            response = endpoint.isPresent() ? admit(exchange, endpoint.get()) : misdirected(exchange);
        } catch (Refusal refusal) {
            response = Response.json(refusal.status(), refusal.body(correlationId()));
        }
        return response.withHeaders(quotaHeaders());
    }

    private Response admit(Exchange exchange, Endpoint endpoint) {
        access.authenticate(exchange);
        Optional<Limit> exceeded = quota.take();
        if (exceeded.isPresent()) {
            return rateLimited(exceeded.get());
        }
        boolean hasBody = exchange.method().equals("POST");
        if (hasBody && !exchange.mediaType().equals(Optional.of("application/json"))) {
            throw Refusal.of(415, "VALIDATION_ERROR", "HTTP 415 Unsupported Media Type: send application/json");
        }
        return endpoint.answer(exchange);
    }

    private Response misdirected(Exchange exchange) {
        Set<String> methods = router.methodsOf(exchange);
        if (methods.isEmpty()) {
            throw Refusal.of(
                    404, "OBJECT_NOT_FOUND", "HTTP 404 Not Found: no resource has the path " + exchange.path());
        }
        ErrorBody body = ErrorBody.of("VALIDATION_ERROR", "HTTP 405 Method Not Allowed", correlationId());
        return Response.json(405, body).withHeader("Allow", String.join(", ", methods));
    }

    @Override
    public Response failure(int status) {
        Response response = switch (status) {
            case 401 -> Response.json(401, Access.unauthenticated().body(correlationId()));
            case 429 -> rateLimited(Limit.WINDOW);
            default -> Response.json(status, ErrorBody.of("INTERNAL_ERROR", "HTTP " + status, correlationId()));
        };
        return response.withHeaders(quotaHeaders());
    }

    private Response rateLimited(Limit limit) {
        String policy = switch (limit) {
            case WINDOW -> "TEN_SECONDLY_ROLLING";
            case DAY -> "DAILY";
        };
        String message = "You have reached your " + (limit == Limit.DAY ? "daily" : "ten_secondly_rolling") + " limit.";
        return Response.json(
                429, ErrorBody.of("RATE_LIMITS", message, correlationId()).ofRateLimit(policy));
    }

    /** Headers that every answer has, as far as there are limits. */
    private Map<String, String> quotaHeaders() {
        Allowance allowance = quota.allowance();
        Map<String, String> headers = new LinkedHashMap<>();
        if (allowance.windowLimit() > 0) {
            headers.put("X-HubSpot-RateLimit-Max", Integer.toString(allowance.windowLimit()));
            headers.put("X-HubSpot-RateLimit-Remaining", Integer.toString(allowance.windowRemaining()));
            headers.put("X-HubSpot-RateLimit-Interval-Milliseconds", Long.toString(CallQuota.WINDOW.toMillis()));
        }
        if (allowance.dailyLimit() > 0) {
            headers.put("X-HubSpot-RateLimit-Daily", Integer.toString(allowance.dailyLimit()));
            headers.put("X-HubSpot-RateLimit-Daily-Remaining", Integer.toString(allowance.dailyRemaining()));
        }
        return headers;
    }

    /** A UUID out of the simulator's own randomness, so that runs with one seed are alike. */
    private UUID correlationId() {
        byte[] bits = ByteBuffer.allocate(Long.BYTES).putLong(random.nextLong()).array();
        return UUID.nameUUIDFromBytes(bits);
    }
}
