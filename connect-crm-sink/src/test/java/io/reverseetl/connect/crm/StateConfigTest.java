// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateConfigTest {

    @ParameterizedTest
    @CsvSource({
        "crm.url, true",
        "hubspot.api.version, true",
        "salesforce.api.version, true",
        // Without crm.url, it is what leads to the CRM.
        "auth.token.url, true",
        "auth.client.secret, false",
        "batch.linger.ms, false"
    })
    void what_leads_to_another_target_makes_everything_news(String key, boolean news) {
        // When
        boolean differs = !StateConfig.seed(Map.of(key, "a")).equals(StateConfig.seed(Map.of(key, "b")));

        // Then
        assertThat(differs).isEqualTo(news);
    }
}
