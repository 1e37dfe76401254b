// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.jsonrpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.reverseetl.testing.crm.calls.Crm;
import io.reverseetl.testing.crm.http.Endpoint;
import io.reverseetl.testing.crm.http.Exchange;
import io.reverseetl.testing.crm.http.Json;
import io.reverseetl.testing.crm.http.Response;
import io.reverseetl.testing.crm.http.Route;
import io.reverseetl.testing.crm.http.Router;
import io.reverseetl.testing.crm.store.ObjectStore;
import io.reverseetl.testing.crm.store.Write;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One URL for all calls. A call runs in one transaction: a record that is wrong takes all of it back, and the answer
 * says so with HTTP status 200.
 */
public final class JsonRpc implements Crm {

    private static final String MODEL = "res.partner";
    private static final String KEY = "ref";

    private final ObjectStore store;
    private final Optional<String> token;
    private final Router router = new Router(List.of(Route.post("/jsonrpc", this::call)));

    /** @param token the bearer token that calls need; empty if they need none */
    public JsonRpc(ObjectStore store, Optional<String> token) {
        this.store = store;
        this.token = token;
    }

    @Override
    public Router router() {
        return router;
    }

    @Override
    public Response answer(Exchange exchange, Optional<Endpoint> endpoint) {
        if (token.isPresent() && !exchange.bearerToken().equals(token)) {
            return error(NullNode.getInstance(), 100, "Odoo Session Expired", "odoo.http.SessionExpiredException");
        }
        return endpoint.map(found -> found.answer(exchange)).orElseGet(() -> failure(404));
    }

    /** What fails before the call is one is answered by the proxy in front. */
    @Override
    public Response failure(int status) {
        return Response.html(status, "<html><head><title>" + status + "</title></head><body>nginx</body></html>");
    }

    private Response call(Exchange exchange) {
        JsonNode call;
        try {
            call = Json.read(exchange.body());
        } catch (JsonProcessingException e) {
            return error(NullNode.getInstance(), -32_700, "Parse error", "ParseError");
        }
        JsonNode id = call.path("id");
        JsonNode params = call.path("params");
        if (!call.path("method").asText().equals("call")
                || !params.path("model").asText().equals(MODEL)) {
            return error(id, 404, "Odoo Server Error", "werkzeug.exceptions.NotFound");
        }
        if (!params.path("method").asText().equals("upsert_by_ref")) {
            return error(id, 200, "Odoo Server Error", "builtins.AttributeError");
        }
        return upsert(exchange, id, params.path("args").path(0));
    }

    private Response upsert(Exchange exchange, JsonNode id, JsonNode records) {
        exchange.noteInputs(records.size());
        Set<String> seen = new HashSet<>();
        List<Write> writes = new ArrayList<>();
        for (JsonNode record : records) {
            Map<String, String> values = Json.texts(record);
            String ref = values.getOrDefault(KEY, "");
            boolean named = !values.getOrDefault("name", "").isEmpty();
            if (ref.isEmpty() || !named || !seen.add(ref)) {
                exchange.noteRejection("ValidationError");
                return error(id, 200, "Odoo Server Error", "odoo.exceptions.ValidationError");
            }
            writes.add(new Write(KEY, ref, values, null));
        }
        return store.upsert(MODEL, Set.of(KEY), writes)
                .fold(
                        applied -> Response.json(
                                200,
                                body(
                                        id,
                                        "result",
                                        applied.results().stream()
                                                .map(result -> Long.valueOf(
                                                        result.version().id()))
                                                .toList())),
                        conflict -> error(id, 200, "Odoo Server Error", "odoo.exceptions.ValidationError"));
    }

    private static Response error(JsonNode id, int code, String message, String exception) {
        Map<String, Object> data =
                Map.of("name", exception, "message", message, "arguments", List.of(), "debug", "Traceback");
        return Response.json(200, body(id, "error", Map.of("code", code, "message", message, "data", data)));
    }

    private static Map<String, Object> body(JsonNode id, String name, Object value) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("jsonrpc", "2.0");
        body.put("id", id);
        body.put(name, value);
        return body;
    }
}
