// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.control;

import io.reverseetl.testing.crm.calls.CallLog;
import io.reverseetl.testing.crm.faults.FaultPlan;
import io.reverseetl.testing.crm.http.Endpoint;
import io.reverseetl.testing.crm.http.Exchange;
import io.reverseetl.testing.crm.http.Response;
import io.reverseetl.testing.crm.http.Route;
import io.reverseetl.testing.crm.http.Router;
import io.reverseetl.testing.crm.quota.CallQuota;
import io.reverseetl.testing.crm.store.ObjectStore;
import io.reverseetl.testing.crm.store.Version;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Answers the paths under {@code /_/}. */
public final class ControlApi implements Endpoint {

    private static final long USUAL_LIMIT = 1_000;

    private final ObjectStore store;
    private final CallLog calls;
    private final FaultPlan faults;
    private final CallQuota quota;
    private final Consumer<String> newToken;
    private final InstantSource clock;
    private final Router router;

    /**
     * @param quota HubSpot's, which is shown
     * @param newToken told the token that HubSpot takes from then on, in place of the one before
     */
    public ControlApi(
            ObjectStore store,
            CallLog calls,
            FaultPlan faults,
            CallQuota quota,
            Consumer<String> newToken,
            InstantSource clock) {
        this.store = store;
        this.calls = calls;
        this.faults = faults;
        this.quota = quota;
        this.newToken = newToken;
        this.clock = clock;
        this.router = new Router(List.of(
                Route.get("/_/stats", this::stats),
                Route.get("/_/objects", this::objects),
                Route.get("/_/objects/{type}/{id}/history", this::history),
                Route.get("/_/versions", this::versions),
                Route.get("/_/calls", this::calls),
                Route.post("/_/faults", this::addFaults),
                Route.delete("/_/faults", this::clearFaults),
                Route.put("/_/token", this::rotateToken)));
    }

    @Override
    public Response answer(Exchange exchange) {
        try {
            return router.match(exchange)
                    .map(endpoint -> endpoint.answer(exchange))
                    .orElseGet(() -> problem(
                            404,
                            "There is no " + exchange.method() + " " + exchange.path() + ". There are: " + router));
        } catch (IllegalArgumentException e) {
            return problem(400, String.valueOf(e.getMessage()));
        }
    }

    private Response stats(Exchange exchange) {
        return Response.json(
                200,
                StatsBody.of(clock.instant(), quota.allowance(), calls.summary(), store.count(), store.versions()));
    }

    private Response objects(Exchange exchange) {
        String type = exchange.query("type")
                .orElseThrow(() -> new IllegalArgumentException("Say which: /_/objects?type=contacts"));
        List<ObjectBody> objects = store.live(type).stream().map(ObjectBody::of).toList();
        return Response.json(200, Map.of("objects", objects));
    }

    private Response history(Exchange exchange) {
        String type = exchange.pathVariable("type");
        String id = exchange.pathVariable("id");
        List<Version> history = store.history(type, id);
        return history.isEmpty()
                ? problem(404, "There is no object " + id + " of the type " + type)
                : Response.json(
                        200,
                        Map.of("versions", history.stream().map(VersionBody::of).toList()));
    }

    private Response versions(Exchange exchange) {
        List<VersionBody> versions = store.versionsAfter(number(exchange, "after", 0), limit(exchange)).stream()
                .map(VersionBody::of)
                .toList();
        return Response.json(200, Map.of("versions", versions));
    }

    private Response calls(Exchange exchange) {
        List<CallBody> bodies = calls.after(number(exchange, "after", 0), limit(exchange)).stream()
                .map(CallBody::of)
                .toList();
        return Response.json(200, Map.of("calls", bodies));
    }

    private Response addFaults(Exchange exchange) {
        faults.append(FaultScript.read(exchange.body()));
        return Response.noContent();
    }

    private Response clearFaults(Exchange exchange) {
        faults.clear();
        return Response.noContent();
    }

    private Response rotateToken(Exchange exchange) {
        String token = new String(exchange.body(), StandardCharsets.UTF_8).strip();
        if (token.isEmpty()) {
            throw new IllegalArgumentException("The body must be the new token, as plain text");
        }
        newToken.accept(token);
        return Response.noContent();
    }

    private static int limit(Exchange exchange) {
        return (int) Math.min(Integer.MAX_VALUE, number(exchange, "limit", USUAL_LIMIT));
    }

    private static long number(Exchange exchange, String parameter, long otherwise) {
        return exchange.query(parameter)
                .map(text -> {
                    if (!text.matches("\\d{1,18}")) {
                        throw new IllegalArgumentException(
                                "The parameter " + parameter + " must be a whole number of 0 or more");
                    }
                    return Long.valueOf(text);
                })
                .orElse(otherwise);
    }

    private static Response problem(int status, String message) {
        return Response.json(status, Map.of("message", message));
    }
}
