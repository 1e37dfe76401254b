// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.deadletters;

import io.reverseetl.connect.crm.record.ConsumedRecord;
import io.reverseetl.connect.crm.spi.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.jspecify.annotations.Nullable;

/**
 * How a rejected record is written: key and value by Connect's {@code JsonConverter} with their schemas, so that a sink
 * which reads them has the very values that were rejected; the record's own headers as Connect writes them by default, and
 * these:
 *
 * <pre>
 *   __connect.errors.topic      added each time: the first of each name say where the record came from at the
 *   __connect.errors.partition  beginning, as in Connect's own dead letter queues
 *   __connect.errors.offset
 *   crm.error.category          of the last time; the others if there is something to say
 *   crm.error.code
 *   crm.error.fields
 *   crm.error.status
 *   crm.error.request.id
 *   crm.error.hint
 * </pre>
 */
final class LetterFormat {

    private static final String ORIGIN = "__connect.errors.";
    private static final String REASON = "crm.error.";

    private static final Map<String, ?> SETTINGS =
            Map.of("schemas.enable", true, "decimal.format", "NUMERIC", "replace.null.with.default", false);

    private final String topic;
    private final Converter keys = converter(true);
    private final Converter values = converter(false);
    private final HeaderConverter headers = new SimpleHeaderConverter();

    LetterFormat(String topic) {
        this.topic = topic;
    }

    private static Converter converter(boolean ofKeys) {
        JsonConverter converter = new JsonConverter();
        converter.configure(SETTINGS, ofKeys);
        return converter;
    }

    /**
     * The record to be written.
     *
     * @throws org.apache.kafka.connect.errors.DataException if JSON has no form for it
     */
    ProducerRecord<byte[], byte[]> letter(ConsumedRecord consumed, Reason reason) {
        SinkRecord record = consumed.record();
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                topic,
                json(keys, record.keySchema(), record.key()),
                json(values, record.valueSchema(), record.value()));
        // What an earlier rejection said of the record is over.
        record.headers().forEach(header -> {
            if (!header.key().startsWith(REASON)) {
                letter.headers()
                        .add(
                                header.key(),
                                headers.fromConnectHeader(topic, header.key(), header.schema(), header.value()));
            }
        });
        add(letter.headers(), ORIGIN + "topic", consumed.partition().topic());
        add(letter.headers(), ORIGIN + "partition", consumed.partition().partition());
        add(letter.headers(), ORIGIN + "offset", consumed.offset());
        reason.parts().forEach((name, words) -> add(letter.headers(), REASON + name, words));
        return letter;
    }

    /** A tombstone stays one. */
    private byte @Nullable [] json(Converter converter, @Nullable Schema schema, @Nullable Object value) {
        return value == null ? null : converter.fromConnectData(topic, schema, value);
    }

    private static void add(Headers headers, String name, Object value) {
        headers.add(name, value.toString().getBytes(StandardCharsets.UTF_8));
    }
}
