// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a record of a random run says of its object. Each word knows which record it came from, though the CRM's fields
 * and the fingerprint do not, so that going back in time shows.
 */
record Saying(Operation operation, Map<String, Word> byField) implements Payload {

    /** No CRM ever takes it. */
    static final String POISON = "bad";

    /** What a field holds that was emptied, and what is left of an object that was archived. */
    static final String NOTHING = "";

    /** A field's text, and the number of the record that said it. */
    record Word(String text, long number) {}

    static Saying of(Operation operation, Map<String, String> texts, long number) {
        Map<String, Word> words = new TreeMap<>();
        texts.forEach((field, text) -> words.put(field, new Word(text, number)));
        return new Saying(operation, words);
    }

    /** The number of the newest record of which something is said. */
    long number() {
        return byField.values().stream().mapToLong(Word::number).max().orElseThrow();
    }

    boolean isPoison() {
        return byField.values().stream().anyMatch(word -> word.text.equals(POISON));
    }

    @Override
    public int bytes() {
        return byField.values().stream().mapToInt(word -> word.text.length()).sum();
    }

    @Override
    public byte[] content() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean replaces(Payload older) {
        return operation.removes()
                || (operation == older.operation() && byField.keySet().containsAll(((Saying) older).byField.keySet()));
    }

    @Override
    public Payload over(Payload older) {
        Map<String, Word> merged = new TreeMap<>(((Saying) older).byField);
        merged.putAll(byField);
        return new Saying(operation, merged);
    }

    /** Without the numbers: two that say the same look the same. */
    @Override
    public String toString() {
        return byField.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue().text)
                .collect(Collectors.joining(" ", operation + " ", ""));
    }
}
