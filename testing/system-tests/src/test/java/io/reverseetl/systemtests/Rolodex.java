// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The CRM of the example adapter, with one workspace: it keeps cards, and refuses those without a name. */
final class Rolodex implements AutoCloseable {

    static final String WORKSPACE = "our-company";
    static final String TOKEN = "r0lodex";

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, JsonNode> cards = new ConcurrentHashMap<>();
    private final HttpServer server;

    Rolodex() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort();
    }

    /** The texts of each card, by its external id. */
    Map<String, JsonNode> cards() {
        return new TreeMap<>(cards);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean known = ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!known) {
            send(exchange, 401, json.createObjectNode());
        } else if (path.equals("/workspaces/" + WORKSPACE)) {
            send(exchange, 200, json.createObjectNode());
        } else if (path.equals("/workspaces/" + WORKSPACE + "/people")) {
            send(exchange, 200, save(json.readTree(exchange.getRequestBody())));
        } else {
            send(exchange, 404, json.createObjectNode());
        }
    }

    private ObjectNode save(JsonNode request) {
        ObjectNode answer = json.createObjectNode();
        ArrayNode results = answer.putArray("cards");
        for (JsonNode card : request.path("cards")) {
            String ref = card.path("ref").asText();
            ObjectNode result = results.addObject().put("ref", ref);
            if (card.path("texts").path("name").asText("").isEmpty()) {
                result.put("state", "refused").put("problem", "no_name");
            } else {
                cards.put(ref, card.path("texts"));
                result.put("state", "saved").put("card", "c-" + ref);
            }
        }
        return answer;
    }

    private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
