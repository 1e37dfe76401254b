// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.salesforce;

import io.reverseetl.testing.crm.calls.Crm;
import io.reverseetl.testing.crm.http.Endpoint;
import io.reverseetl.testing.crm.http.Exchange;
import io.reverseetl.testing.crm.http.Response;
import io.reverseetl.testing.crm.http.Route;
import io.reverseetl.testing.crm.http.Router;
import io.reverseetl.testing.crm.quota.CallQuota;
import io.reverseetl.testing.crm.quota.CallQuota.Allowance;
import io.reverseetl.testing.crm.store.ObjectStore;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Salesforce's API: who may call, how often, and what each path answers. */
public final class Salesforce implements Crm {

    private static final String DATA = "/services/data/{version}";
    private static final String TOKEN = "POST /services/oauth2/token";

    private final CallQuota quota;
    private final Optional<String> token;
    private final Bulk bulk;
    private final Router router;

    /**
     * @param token the bearer token that calls need, and that the token endpoint gives to whoever asks; empty if they
     *     need none
     * @param faultRate the share of records that another transaction holds, and of jobs that fail, from 0 to 1
     */
    public Salesforce(
            ObjectStore store,
            CallQuota quota,
            Optional<String> token,
            double faultRate,
            InstantSource clock,
            Random random) {
        this.quota = quota;
        this.token = token;
        Collections collections = new Collections(store, () -> random.nextDouble() < faultRate);
        this.bulk = new Bulk(store, collections, clock, faultRate, random);
        Query query = new Query(store);
        this.router = new Router(List.of(
                Route.patch(DATA + "/composite/sobjects/{object}/{field}", collections::upsert),
                Route.post(DATA + "/composite/sobjects", collections::create),
                Route.patch(DATA + "/composite/sobjects", collections::update),
                Route.delete(DATA + "/composite/sobjects", collections::delete),
                Route.get(DATA + "/query", query::answer),
                Route.get(DATA + "/sobjects/{object}/describe", Salesforce::describe),
                Route.post(DATA + "/jobs/ingest", bulk::create),
                Route.get(DATA + "/jobs/ingest/{job}", bulk::state),
                Route.patch(DATA + "/jobs/ingest/{job}", bulk::change),
                Route.put(DATA + "/jobs/ingest/{job}/batches", bulk::upload),
                Route.get(DATA + "/jobs/ingest/{job}/successfulResults/", bulk::successful),
                Route.get(DATA + "/jobs/ingest/{job}/failedResults/", bulk::failed),
                Route.get(DATA + "/jobs/ingest/{job}/unprocessedrecords/", bulk::unprocessed),
                Route.post("/services/oauth2/token", this::giveToken)));
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
        } catch (ApiError error) {
            exchange.noteRejection(error.code());
            response = error.answer();
        }
        return response.withHeaders(limitInfo());
    }

    private Response admit(Exchange exchange, Endpoint endpoint) {
        if (exchange.endpoint().equals(TOKEN)) {
            return endpoint.answer(exchange);
        }
        if (token.isPresent() && !exchange.bearerToken().equals(token)) {
            throw sessionExpired();
        }
        if (!exchange.pathVariable("version").matches("v\\d{2,3}\\.0")) {
            throw notFound();
        }
        if (quota.take().isPresent()) {
            throw new ApiError(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
        }
        bulk.runDue(exchange);
        return endpoint.answer(exchange);
    }

    private Response misdirected(Exchange exchange) {
        throw router.methodsOf(exchange).isEmpty()
                ? notFound()
                : new ApiError(405, "METHOD_NOT_ALLOWED", "HTTP Method '" + exchange.method() + "' not allowed");
    }

    private static ApiError notFound() {
        return new ApiError(404, "NOT_FOUND", "The requested resource does not exist");
    }

    private static ApiError sessionExpired() {
        return new ApiError(401, "INVALID_SESSION_ID", "Session expired or invalid");
    }

    /** 429 is not Salesforce's: it is the answer to too many calls at a time. */
    @Override
    public Response failure(int status) {
        ApiError error = switch (status) {
            case 401 -> sessionExpired();
            case 403, 429 ->
                new ApiError(
                        403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.");
            case 503 -> new ApiError(503, "SERVER_UNAVAILABLE", "The server is temporarily unavailable");
            default -> new ApiError(status, "UNKNOWN_EXCEPTION", "An unexpected error occurred");
        };
        return error.answer().withHeaders(limitInfo());
    }

    /** There are no clocks: a token lasts until a fault says otherwise, and the answer does not say when it expires. */
    private Response giveToken(Exchange exchange) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("access_token", token.orElse("any"));
        body.put("instance_url", "http://" + exchange.header("host").orElse("127.0.0.1"));
        body.put(
                "id",
                "http://" + exchange.header("host").orElse("127.0.0.1") + "/id/00D000000000001AAA/005000000000001AAA");
        body.put("token_type", "Bearer");
        return Response.json(200, body);
    }

    private static Response describe(Exchange exchange) {
        ObjectType type = ObjectType.named(exchange.pathVariable("object"));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", type.apiName());
        body.put("createable", true);
        body.put("updateable", true);
        body.put("deletable", true);
        body.put("fields", type.fields().stream().map(Field::described).toList());
        return Response.json(200, body);
    }

    private Map<String, String> limitInfo() {
        Allowance allowance = quota.allowance();
        int used = allowance.dailyLimit() - allowance.dailyRemaining();
        return allowance.dailyLimit() > 0
                ? Map.of("Sforce-Limit-Info", "api-usage=" + used + "/" + allowance.dailyLimit())
                : Map.of();
    }
}
