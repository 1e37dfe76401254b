// SPDX-License-Identifier: Apache-2.0
package com.example.rolodex;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Preparation;
import io.reverseetl.connect.crm.spi.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What Rolodex is told of one card: texts by name, in the order of the names; null empties one. */
final class CardPayload implements Payload {

    private final SortedMap<String, @Nullable String> texts;
    private final byte[] content;

    private CardPayload(SortedMap<String, @Nullable String> texts) {
        this.texts = texts;
        this.content = json().toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Rolodex keeps texts and nothing else, so that a structure is a record's fault, and known before it is sent. */
    static Preparation prepare(Map<String, @Nullable Object> fields) {
        List<String> unfit = fields.entrySet().stream()
                .filter(field -> !isText(field.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (!unfit.isEmpty()) {
            return new Preparation.Unfit(
                    Reason.record("NOT_A_TEXT", unfit, "Rolodex keeps texts: flatten the field by a transform"));
        }
        SortedMap<String, @Nullable String> texts = new TreeMap<>();
        fields.forEach((name, value) -> texts.put(name, value == null ? null : value.toString()));
        return new Preparation.Ready(new CardPayload(texts));
    }

    private static boolean isText(@Nullable Object value) {
        return !(value instanceof Collection || value instanceof Map || value instanceof byte[]);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        texts.forEach(json::put);
        return json;
    }

    @Override
    public int bytes() {
        return content.length;
    }

    @Override
    public boolean replaces(Payload older) {
        return texts.keySet().containsAll(((CardPayload) older).texts.keySet());
    }

    @Override
    public byte[] content() {
        return content.clone();
    }

    @Override
    public Payload over(Payload older) {
        SortedMap<String, @Nullable String> both = new TreeMap<>(((CardPayload) older).texts);
        both.putAll(texts);
        return new CardPayload(both);
    }
}
