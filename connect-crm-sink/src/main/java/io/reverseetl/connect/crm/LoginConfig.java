// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.reverseetl.connect.crm.auth.Grant;
import io.reverseetl.connect.crm.auth.TokenPlaces;
import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.support.Problems;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.types.Password;

/** Reads how a session is begun; what is missing or cannot be is a problem of its key. */
final class LoginConfig {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-z][a-z.]*}");
    private static final Pattern HEADER = Pattern.compile("([A-Za-z0-9_-]{1,100}):\\s*([\\x20-\\x7e]*\\S)\\s*");

    private final Map<String, Object> parsed;
    private final Problems problems;

    LoginConfig(Map<String, Object> parsed, Problems problems) {
        this.parsed = parsed;
        this.problems = problems;
    }

    Grant.Login read(URI url) {
        JsonPointer token = pointer(AuthKeys.LOGIN_TOKEN_PATH);
        JsonPointer expiresIn = pointer(AuthKeys.LOGIN_EXPIRES_PATH);
        String header = AuthKeys.LOGIN_HEADER.in(parsed);
        Matcher form = HEADER.matcher(header);
        if (!form.matches() || !header.contains(TokenPlaces.TOKEN)) {
            problems.add(
                    AuthKeys.LOGIN_HEADER,
                    "Write a header's name, a colon, and its value with {token} in it, in ASCII: for example"
                            + " Authorization: Bearer {token}.");
            return new Grant.Login(url, body(), new TokenPlaces(token, expiresIn, "", ""));
        }
        return new Grant.Login(url, body(), new TokenPlaces(token, expiresIn, form.group(1), form.group(2)));
    }

    private JsonPointer pointer(Key<String> key) {
        try {
            return JsonPointer.compile(key.in(parsed).strip());
        } catch (IllegalArgumentException e) {
            problems.add(key, "This is not a JSON pointer (RFC 6901): write names with a slash before each.");
            return JsonPointer.empty();
        }
    }

    private Password body() {
        JsonMapper json = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        try {
            return new Password(fill(json.readTree(AuthKeys.LOGIN_BODY.in(parsed)), values())
                    .toString());
        } catch (JsonProcessingException e) {
            // Its message would quote the text, in which somebody may have written a password.
            problems.add(AuthKeys.LOGIN_BODY, "This is not JSON: write for example {\"user\": \"{username}\"}.");
            return new Password("");
        }
    }

    private Map<String, Optional<String>> values() {
        Map<String, Optional<String>> values = new TreeMap<>();
        values.put("{username}", AuthKeys.USERNAME.optionalIn(parsed));
        values.put("{password}", AuthKeys.PASSWORD.optionalIn(parsed).map(Password::value));
        values.put("{client.id}", AuthKeys.CLIENT_ID.optionalIn(parsed));
        values.put("{client.secret}", AuthKeys.CLIENT_SECRET.optionalIn(parsed).map(Password::value));
        return values;
    }

    /** As trees: no password can break out of its place. */
    private JsonNode fill(JsonNode node, Map<String, Optional<String>> values) {
        if (node.isObject()) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(member -> filled.set(member.getKey(), fill(member.getValue(), values)));
            return filled;
        }
        if (node.isArray()) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(element -> filled.add(fill(element, values)));
            return filled;
        }
        return node.isTextual()
                ? TextNode.valueOf(PLACEHOLDER
                        .matcher(node.textValue())
                        .replaceAll(match -> Matcher.quoteReplacement(value(match.group(), values))))
                : node;
    }

    private String value(String placeholder, Map<String, Optional<String>> values) {
        Optional<String> value = values.get(placeholder);
        if (value == null) {
            problems.add(
                    AuthKeys.LOGIN_BODY,
                    placeholder + " means nothing here. What can be left open is " + String.join(", ", values.keySet())
                            + ".");
            return "";
        }
        return value.filter(found -> !found.isBlank()).orElseGet(() -> {
            String key = "auth." + placeholder.substring(1, placeholder.length() - 1);
            problems.add(key, "auth.login.body has " + placeholder + " in it: set " + key + ".");
            return "";
        });
    }
}
