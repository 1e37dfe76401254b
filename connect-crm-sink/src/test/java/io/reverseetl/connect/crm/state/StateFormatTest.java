// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.crm.engine.Fingerprint;
import io.reverseetl.connect.crm.engine.Known;
import io.reverseetl.connect.crm.engine.Mark;
import io.reverseetl.connect.crm.engine.StateKey;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFormatTest {

    private static final StateKey KEY =
            new StateKey(new TopicPartition("warehouse.customers", 3), 0x9f86d081884c7d65L, 0x0A2feaa0c55ad015L);

    private final StateFormat format = new StateFormat();

    @Test
    void a_record_is_written_as_documented() {
        assertThat(new String(format.key(KEY), UTF_8))
                .isEqualTo(
                        "{\"v\":1,\"topic\":\"warehouse.customers\",\"partition\":3,\"object\":\"9f86d081884c7d650a2feaa0c55ad015\"}");
        assertThat(new String(
                        format.value(new Known(0x2c26b46b68ffc68fL, 1_795_415_640_123_456L, Fingerprint.NONE, "301")),
                        UTF_8))
                .isEqualTo(
                        "{\"v\":1,\"content\":\"2c26b46b68ffc68f\",\"source.micros\":1795415640123456,\"crm.id\":\"301\"}");
        assertThat(new String(format.value(Known.NOTHING), UTF_8)).isEqualTo("{\"v\":1}");
    }

    @Test
    void what_is_written_can_be_read() throws Exception {
        // Given
        Known known = new Known(-5, -1);
        Known unknown = new Known(Known.UNKNOWN, Mark.NO_TIME);

        // When, then
        assertThat(format.readKey(format.key(KEY)).stateKey()).isEqualTo(KEY);
        assertThat(format.readValue(format.value(known))).isEqualTo(known);
        assertThat(format.readValue(format.value(unknown))).isEqualTo(unknown);
    }

    @Test
    void what_is_known_of_a_record_key_is_written_as_documented_and_can_be_read() throws Exception {
        // Given
        Known known = new Known(0x2c26b46b68ffc68fL, Mark.NO_TIME, new Fingerprint(255, 1), "301");

        // When
        byte[] written = format.value(known);

        // Then
        assertThat(new String(written, UTF_8))
                .isEqualTo("{\"v\":1,\"content\":\"2c26b46b68ffc68f\","
                        + "\"id\":\"00000000000000ff0000000000000001\",\"crm.id\":\"301\"}");
        assertThat(format.readValue(written)).isEqualTo(known);
    }

    @Test
    void a_field_that_a_later_plugin_may_have_added_is_passed_over() throws Exception {
        // Given
        byte[] value = "{\"v\":1,\"later\":{\"a\":[1]},\"content\":\"00000000000000ff\"}".getBytes(UTF_8);

        // When, then
        assertThat(format.readValue(value)).isEqualTo(new Known(255, Mark.NO_TIME));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "{}",
                "{\"v\":2,\"topic\":\"t\",\"partition\":0,\"object\":\"9f86d081884c7d650a2feaa0c55ad015\"}",
                "{\"v\":1,\"topic\":\"t\",\"partition\":0,\"object\":\"9f86\"}",
                "{\"v\":1,\"topic\":\"t\",\"partition\":0,\"object\":\"9f86d081884c7d650a2feaa0c55ad01x\"}"
            })
    void what_is_not_ours_is_not_guessed_at(String key) {
        assertThatThrownBy(() -> format.readKey(key.getBytes(UTF_8))).isInstanceOf(VersionedJson.Unreadable.class);
    }
}
