// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes wrong answers of right ones, as bytes on the wire. */
final class SpoiltAnswer {

    /**
     * A right answer.
     *
     * @param headers only those that tell something
     */
    record Right(int status, Map<String, String> headers, String body) {}

    /** A wrong answer. */
    static final class Wrong {

        /** 0 if it is no answer in HTTP. */
        final int status;

        /** As a client reads it. */
        final String body;

        final byte[] onTheWire;

        private Wrong(int status, String body, byte[] onTheWire) {
            this.status = status;
            this.body = body;
            this.onTheWire = onTheWire;
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int[] STATUSES = {
        200, 200, 200, 200, 201, 202, 204, 207, 300, 302, 400, 401, 403, 404, 405, 408, 409, 410, 413, 414, 422, 423,
        425, 429, 477, 500, 502, 503, 504, 599, 799, 999
    };
    /** Those that may ask for a wait of any length. */
    static final List<String> WAITS = List.of(
            "Retry-After",
            "Sforce-Limit-Info",
            "X-HubSpot-RateLimit-Max",
            "X-HubSpot-RateLimit-Remaining",
            "X-HubSpot-RateLimit-Interval-Milliseconds",
            "X-HubSpot-RateLimit-Daily-Remaining");

    private static final List<String> OTHERS =
            List.of("Sforce-Locator", "X-Request-Id", "Content-Type", "Content-Encoding", "Location");

    private final Random random;
    private final HostileText texts;
    private final String secret;
    private final List<String> headers = new ArrayList<>(OTHERS);

    /**
     * Spoils answers.
     *
     * @param secret what a text of an answer quotes
     * @param more headers that answers may have, too
     */
    SpoiltAnswer(Random random, String secret, List<String> more) {
        headers.addAll(more);
        this.random = random;
        this.texts = new HostileText(random);
        this.secret = secret;
    }

    Wrong of(Right right) {
        if (random.nextInt(40) == 0) {
            return new Wrong(0, "", bytes(random.nextInt(300)));
        }
        int status = random.nextInt(6) == 0 ? STATUSES[random.nextInt(STATUSES.length)] : right.status();
        Map<String, String> spoilt = new TreeMap<>(right.headers());
        if (random.nextInt(6) == 0) {
            spoilt.put(headers.get(random.nextInt(headers.size())), header());
        }
        byte[] body = body(right.body());
        return new Wrong(status, new String(body, StandardCharsets.UTF_8), onTheWire(status, spoilt, body));
    }

    static byte[] onTheWire(int status, Map<String, String> headers, byte[] body) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        all.writeBytes(body);
        return all.toByteArray();
    }

    private String header() {
        String text = random.nextInt(3) == 0 ? String.valueOf(random.nextLong()) : texts.next();
        return text.replaceAll("[\\x00-\\x1f]", "");
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] body(String right) {
        return switch (random.nextInt(13)) {
            case 0 -> bytes(random.nextInt(300));
            case 1 -> right.substring(0, random.nextInt(right.length() + 1)).getBytes(StandardCharsets.UTF_8);
            case 2 -> texts.damaged(right).getBytes(StandardCharsets.UTF_8);
            case 3 -> text(value(3)).getBytes(StandardCharsets.UTF_8);
            case 4 -> right.getBytes(StandardCharsets.UTF_8);
            // Deeper than any reader of JSON goes.
            case 5 -> "{\"results\":[".repeat(20_000).getBytes(StandardCharsets.UTF_8);
            default -> changed(right).getBytes(StandardCharsets.UTF_8);
        };
    }

    private String changed(String right) {
        JsonNode tree;
        try {
            tree = JSON.readTree(right);
        } catch (JsonProcessingException e) {
            return texts.damaged(right);
        }
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            tree = changed(tree);
        }
        return text(tree);
    }

    private static String text(JsonNode tree) {
        return tree.isMissingNode() ? "" : tree.toString();
    }

    /** Changes one thing somewhere in a tree. */
    private JsonNode changed(JsonNode tree) {
        if (tree.isEmpty() || random.nextInt(8) == 0) {
            return value(2);
        }
        if (tree instanceof ArrayNode array) {
            List<JsonNode> elements = new ArrayList<>();
            array.forEach(elements::add);
            int place = random.nextInt(elements.size());
            switch (random.nextInt(6)) {
                case 0 -> elements.remove(place);
                case 1 -> elements.add(elements.get(place));
                case 2 -> Collections.shuffle(elements, random);
                case 3 -> elements.add(place, value(2));
                default -> elements.set(place, changed(elements.get(place)));
            }
            return NODES.arrayNode().addAll(elements);
        }
        ObjectNode object = ((ObjectNode) tree).deepCopy();
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(6)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(texts.damaged(name), object.remove(name));
            case 2 -> object.set(name, object.get(names.get(random.nextInt(names.size()))));
            default -> object.set(name, changed(object.get(name)));
        }
        return object;
    }

    private JsonNode value(int depth) {
        return switch (random.nextInt(depth > 0 ? 14 : 11)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt(4) - 1);
            case 3 -> NODES.numberNode(random.nextLong());
            case 4 -> NODES.numberNode(new BigDecimal("1e" + random.nextInt(400)));
            case 5 -> NODES.textNode(secret + " " + texts.next());
            case 6 -> NODES.textNode(texts.next());
            case 7 -> NODES.numberNode(1L << 32);
            case 8 -> deep();
            case 9 -> NODES.objectNode();
            case 10 -> NODES.arrayNode();
            case 11 -> NODES.arrayNode().add(value(depth - 1)).add(value(depth - 1));
            default -> NODES.objectNode().set(texts.next(), value(depth - 1));
        };
    }

    private JsonNode deep() {
        JsonNode node = NODES.textNode("deep");
        for (int depth = random.nextInt(900); depth > 0; depth--) {
            node = NODES.arrayNode().add(node);
        }
        return node;
    }
}
