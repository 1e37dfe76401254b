// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.dialect.TableName;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicNamesTest {

    @ParameterizedTest
    @CsvSource({
        "${topic.prefix}${table},           db.Kunden_2",
        "${topic.prefix}${schema}.${table}, db.my_shop.Kunden_2",
        "fixed,                             fixed",
        "${table}-${table},                 Kunden_2-Kunden_2"
    })
    void variables_are_filled_in_and_what_kafka_forbids_becomes_an_underscore(String template, String topic) {
        assertThat(new TopicNames("db.", template, Map.of()).topic(new TableName("my shop", "Kunden$2")))
                .isEqualTo(topic);
    }

    @Test
    void names_that_kafka_refuses_are_found() {
        assertThat(TopicNames.problemOfTopic("..")).isPresent();
        assertThat(TopicNames.problemOfTopic("x".repeat(250))).isPresent();
        assertThat(TopicNames.problemOfTopic("x".repeat(249))).isEmpty();
    }
}
