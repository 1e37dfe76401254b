// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** One JSON object that says which version of its form it has. */
final class VersionedJson {

    private static final int VERSION = 1;

    private final JsonFactory json = new JsonFactory();

    /** A record that this version of the plugin cannot read. */
    static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        private Unreadable(String message, Throwable cause) {
            super(message, cause);
        }

        Unreadable(String message) {
            super(message);
        }
    }

    /** Writes the fields. */
    interface Fields {
        void writeTo(JsonGenerator generator) throws IOException;
    }

    /** Takes one field after the other. */
    interface Reader {

        /** Returns false if it does not know the name: the field is skipped. */
        boolean take(String name, JsonParser value) throws IOException;
    }

    byte[] write(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
        try (JsonGenerator generator = json.createGenerator(bytes)) {
            generator.writeStartObject();
            generator.writeNumberField("v", VERSION);
            fields.writeTo(generator);
            generator.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("Memory can always be written to", e);
        }
        return bytes.toByteArray();
    }

    void read(byte[] bytes, Reader reader) throws Unreadable {
        int version = 0;
        try (JsonParser parser = json.createParser(bytes)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("v")) {
                    version = parser.getIntValue();
                } else if (!reader.take(name, parser)) {
                    parser.skipChildren();
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new Unreadable("it is not of the form that the sink writes", e);
        }
        if (version != VERSION) {
            throw new Unreadable("its version is " + version + ", and this version of the plugin reads " + VERSION);
        }
    }
}
