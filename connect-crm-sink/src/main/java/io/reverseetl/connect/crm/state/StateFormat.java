// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.state;

import com.fasterxml.jackson.core.JsonParser;
import io.reverseetl.connect.crm.engine.Fingerprint;
import io.reverseetl.connect.crm.engine.Known;
import io.reverseetl.connect.crm.engine.Mark;
import io.reverseetl.connect.crm.engine.StateKey;
import io.reverseetl.connect.crm.spi.CrmJob;
import io.reverseetl.connect.crm.state.VersionedJson.Unreadable;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * The state topic's records, as JSON:
 *
 * <pre>
 *   key    {"v":1,"topic":"warehouse.customers","partition":3,"object":"9f86d081884c7d659a2feaa0c55ad015"}
 *   value  {"v":1,"content":"2c26b46b68ffc68f","source.micros":1795415640123456,"crm.id":"301"}
 * </pre>
 *
 * <p>{@code object} is a fingerprint of type and external id, {@code content} one of what the CRM has acknowledged; it
 * is missing if that is not known, {@code source.micros} if the record had no timestamp of its row. Where external ids
 * come out of values, {@code object} is one of type and record key, and the value has, in {@code id}, what would be
 * {@code object} otherwise; {@code crm.id} is then missing if the key has no object. A record about a job has {@code job}
 * in place of {@code object}, and a value as in {@link JobFormat}. A key is compared
 * byte for byte by compaction, so its form is fixed: a new one needs a new version, and a plugin that does not know a
 * version says so instead of guessing.
 */
final class StateFormat {

    private static final HexFormat HEX = HexFormat.of();

    private final VersionedJson json = new VersionedJson();

    byte[] key(StateKey key) {
        return json.write(generator -> {
            generator.writeStringField("topic", key.partition().topic());
            generator.writeNumberField("partition", key.partition().partition());
            generator.writeStringField("object", hex(key.high(), key.low()));
        });
    }

    byte[] value(Known known) {
        return json.write(generator -> {
            if (known.content() != Known.UNKNOWN) {
                generator.writeStringField("content", HEX.toHexDigits(known.content()));
            }
            if (known.sourceMicros() != Mark.NO_TIME) {
                generator.writeNumberField("source.micros", known.sourceMicros());
            }
            if (!known.id().equals(Fingerprint.NONE)) {
                generator.writeStringField(
                        "id", hex(known.id().high(), known.id().low()));
            }
            if (!known.crmId().isEmpty()) {
                generator.writeStringField("crm.id", known.crmId());
            }
        });
    }

    private static String hex(long high, long low) {
        return HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }

    byte[] key(TopicPartition partition, CrmJob job) {
        return json.write(generator -> {
            generator.writeStringField("topic", partition.topic());
            generator.writeNumberField("partition", partition.partition());
            generator.writeStringField("job", job.id());
        });
    }

    /** Reads a key. Fields that this version does not know are skipped. */
    EntryKey readKey(byte[] bytes) throws Unreadable {
        KeyReader reader = new KeyReader();
        json.read(bytes, reader);
        return reader.key().orElseThrow(() -> new Unreadable("it has no topic or partition"));
    }

    /**
     * What a record is about.
     *
     * @param object the fingerprint of an object; {@link Fingerprint#NONE} if the record is about a job
     * @param job the CRM's name for a job; empty if the record is about an object
     */
    record EntryKey(TopicPartition partition, Fingerprint object, String job) {

        StateKey stateKey() {
            return new StateKey(partition, object.high(), object.low());
        }

        boolean isJob() {
            return !job.isEmpty();
        }
    }

    Known readValue(byte[] bytes) throws Unreadable {
        ValueReader reader = new ValueReader();
        json.read(bytes, reader);
        return new Known(reader.content, reader.sourceMicros, reader.id, reader.crmId);
    }

    private static Fingerprint fingerprint(String digits) {
        if (digits.length() != 32) {
            throw new IllegalArgumentException("a fingerprint has 32 digits");
        }
        return new Fingerprint(
                HexFormat.fromHexDigitsToLong(digits, 0, 16), HexFormat.fromHexDigitsToLong(digits, 16, 32));
    }

    private static final class KeyReader implements VersionedJson.Reader {

        private String topic = "";
        private int partition = -1;
        private Fingerprint object = Fingerprint.NONE;
        private String job = "";

        @Override
        public boolean take(String name, JsonParser value) throws IOException {
            switch (name) {
                case "topic" -> topic = value.getText();
                case "partition" -> partition = value.getIntValue();
                case "object" -> object = fingerprint(value.getText());
                case "job" -> job = value.getText();
                default -> {
                    return false;
                }
            }
            return true;
        }

        private Optional<EntryKey> key() {
            return topic.isEmpty() || partition < 0
                    ? Optional.empty()
                    : Optional.of(new EntryKey(new TopicPartition(topic, partition), object, job));
        }
    }

    private static final class ValueReader implements VersionedJson.Reader {

        private long content = Known.UNKNOWN;
        private long sourceMicros = Mark.NO_TIME;
        private Fingerprint id = Fingerprint.NONE;
        private String crmId = "";

        @Override
        public boolean take(String name, JsonParser value) throws IOException {
            switch (name) {
                case "content" -> content = HexFormat.fromHexDigitsToLong(value.getText());
                case "source.micros" -> sourceMicros = value.getLongValue();
                case "id" -> id = fingerprint(value.getText());
                case "crm.id" -> crmId = value.getText();
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
