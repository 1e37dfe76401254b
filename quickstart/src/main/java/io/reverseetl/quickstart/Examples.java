// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The connector configs of config-examples/customers-to-hubspot, posted as they are.
 *
 * @param folder where {@code source.json} and {@code sink.json} are
 */
record Examples(Path folder) {

    String source() {
        return read("source.json");
    }

    String sink() {
        return read("sink.json");
    }

    /** The dead letter queue that the sink's example names. */
    String deadLetterTopic() {
        return parse(sink())
                .path("config")
                .path("errors.deadletterqueue.topic.name")
                .asText();
    }

    /** The name under which an example creates its connector. */
    static String name(String example) {
        return parse(example).path("name").asText();
    }

    private static JsonNode parse(String example) {
        try {
            return new ObjectMapper().readTree(example);
        } catch (IOException e) {
            throw new UncheckedIOException("An example is not JSON: " + e.getMessage(), e);
        }
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the example " + folder.resolve(file), e);
        }
    }
}
