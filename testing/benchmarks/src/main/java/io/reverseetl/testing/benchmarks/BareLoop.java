// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The physical limit: one statement over the whole table, each row written as JSON by a streaming generator and handed
 * to a producer, with nothing in between. No offsets, no schemas, no restarts. What it writes is byte for byte what the
 * connector's records become, their headers excepted.
 *
 * @param schemas whether each record carries its schema, as JsonConverter does with {@code schemas.enable}
 * @param producer the settings of the producer, beside what a worker sets
 */
record BareLoop(String bootstrapServers, boolean schemas, Map<String, Object> producer) {

    /** What a worker gives the producers of its source tasks. */
    private static final Map<String, Object> AS_A_WORKER = Map.of(
            "acks", "all",
            "enable.idempotence", "false",
            "max.in.flight.requests.per.connection", "1",
            "max.block.ms", Long.MAX_VALUE,
            "delivery.timeout.ms", Integer.MAX_VALUE);

    private static final int FETCH_ROWS = 5_000;
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

    /** Copies the table's rows into the topic, and returns when the broker has all of them. */
    void copy(Connection connection, String table, String topic) throws SQLException, IOException {
        Map<String, Object> settings = new java.util.HashMap<>(AS_A_WORKER);
        settings.put("bootstrap.servers", bootstrapServers);
        settings.putAll(producer);
        // The driver reads in parts only inside of a transaction.
        connection.setAutoCommit(false);
        try (var sender = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
                PreparedStatement select =
                        connection.prepareStatement("SELECT * FROM " + table + " ORDER BY last_updated, customer_id")) {
            select.setFetchSize(FETCH_ROWS);
            byte[] keySchema = JsonSchemas.key(table);
            byte[] valueSchema = JsonSchemas.value(table);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    byte[] key = document(keySchema, json -> key(row, json));
                    byte[] value = document(valueSchema, json -> value(row, json));
                    var unused = sender.send(new ProducerRecord<>(topic, key, value));
                }
            }
            sender.flush();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private interface Content {
        void write(JsonGenerator json) throws SQLException, IOException;
    }

    private byte[] document(byte[] schema, Content payload) throws SQLException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(schemas ? schema.length + 512 : 512);
        if (schemas) {
            bytes.write(schema, 0, schema.length);
        }
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            payload.write(json);
            json.writeEndObject();
        }
        if (schemas) {
            bytes.write('}');
        }
        return bytes.toByteArray();
    }

    private static void key(ResultSet row, JsonGenerator json) throws SQLException, IOException {
        json.writeNumberField("customer_id", row.getLong(1));
    }

    private static void value(ResultSet row, JsonGenerator json) throws SQLException, IOException {
        json.writeNumberField("customer_id", row.getLong(1));
        json.writeStringField("first_name", row.getString(2));
        json.writeStringField("last_name", row.getString(3));
        json.writeStringField("email", row.getString(4));
        json.writeStringField("phone", row.getString(5));
        json.writeStringField("company", row.getString(6));
        json.writeStringField("city", row.getString(7));
        json.writeStringField("country", row.getString(8));
        json.writeStringField("postcode", row.getString(9));
        LocalDate purchase = row.getObject(10, LocalDate.class);
        if (purchase == null) {
            json.writeNullField("last_purchase_date");
        } else {
            json.writeNumberField("last_purchase_date", purchase.toEpochDay());
        }
        BigDecimal spent = row.getBigDecimal(11);
        json.writeNumberField("total_spent", spent);
        json.writeBooleanField("newsletter", row.getBoolean(12));
        json.writeArrayFieldStart("segments");
        for (String segment : (String[]) row.getArray(13).getArray()) {
            json.writeString(segment);
        }
        json.writeEndArray();
        OffsetDateTime updated = row.getObject(14, OffsetDateTime.class);
        json.writeStringField("last_updated", ISO.format(updated.withOffsetSameInstant(ZoneOffset.UTC)));
    }
}
