// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.state;

import com.fasterxml.jackson.core.JsonParser;
import io.reverseetl.connect.crm.engine.Fingerprint;
import io.reverseetl.connect.crm.engine.Known;
import io.reverseetl.connect.crm.engine.StoredJob;
import io.reverseetl.connect.crm.spi.CrmJob;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.state.StateFormat.EntryKey;
import io.reverseetl.connect.crm.state.VersionedJson.Unreadable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What the state topic holds of a job until it is over, as JSON:
 *
 * <pre>
 *   {"v":1,"object":"Contact","operation":"UPSERT","since":1795415640123,"writes":"n4bQgYhMfWWi/qoMVa0BU..."}
 * </pre>
 *
 * <p>{@code writes} has 32 bytes for each object: its fingerprint in 16, that of what is written to it in 8, and when its
 * row was changed in 8.
 */
final class JobFormat {

    private static final int WRITE_BYTES = 4 * Long.BYTES;

    private final VersionedJson json = new VersionedJson();

    byte[] value(StoredJob stored) {
        return json.write(generator -> {
            generator.writeStringField("object", stored.job().object());
            generator.writeStringField("operation", stored.job().operation().name());
            generator.writeNumberField("since", stored.job().since().toEpochMilli());
            generator.writeBinaryField("writes", packed(stored.writes()));
        });
    }

    private static byte[] packed(Map<Fingerprint, Known> writes) {
        ByteBuffer bytes = ByteBuffer.allocate(writes.size() * WRITE_BYTES);
        writes.forEach((id, known) -> bytes.putLong(id.high())
                .putLong(id.low())
                .putLong(known.content())
                .putLong(known.sourceMicros()));
        return bytes.array();
    }

    /** Reads a value. Fields that this version does not know are skipped. */
    StoredJob read(EntryKey key, byte[] bytes) throws Unreadable {
        ValueReader reader = new ValueReader();
        json.read(bytes, reader);
        CrmJob job = new CrmJob(reader.object, reader.operation, key.job(), Instant.ofEpochMilli(reader.since));
        return new StoredJob(key.partition(), job, reader.writes);
    }

    private static final class ValueReader implements VersionedJson.Reader {

        private final Map<Fingerprint, Known> writes = new HashMap<>();
        private String object = "";
        private Operation operation = Operation.UPSERT;
        private long since;

        @Override
        public boolean take(String name, JsonParser value) throws IOException {
            switch (name) {
                case "object" -> object = value.getText();
                case "operation" -> operation = Operation.valueOf(value.getText());
                case "since" -> since = value.getLongValue();
                case "writes" -> unpack(ByteBuffer.wrap(value.getBinaryValue()));
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void unpack(ByteBuffer bytes) {
            while (bytes.remaining() >= WRITE_BYTES) {
                writes.put(
                        new Fingerprint(bytes.getLong(), bytes.getLong()), new Known(bytes.getLong(), bytes.getLong()));
            }
        }
    }
}
