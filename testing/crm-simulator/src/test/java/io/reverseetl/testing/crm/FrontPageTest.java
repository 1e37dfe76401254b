// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrontPageTest {

    private final CrmSimulator simulator = CrmSimulator.start(SimulatorSettings.defaults());
    private final Client client = Client.of(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void the_page_needs_nobody_else_and_lets_nothing_run_but_its_own_script() throws Exception {
        // When
        Client.Answer page = client.get("/");

        // Then
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type")).contains("text/html;charset=utf-8");
        assertThat(page.header("content-security-policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .startsWith("default-src 'none'")
                        .containsPattern("script-src 'sha256-[A-Za-z0-9+/]{43}='")
                        .doesNotContain("unsafe"));
        assertThat(Pattern.compile("https?://[^'\"\\s]+")
                        .matcher(page.body())
                        .results()
                        .map(MatchResult::group))
                .containsOnly("http://www.w3.org/2000/svg");
    }

    @Test
    void the_page_is_no_call_and_what_is_behind_it_still_answers() throws Exception {
        // When
        client.get("/");
        int unknown = client.get("/nothing").status();

        // Then
        assertThat(unknown).isEqualTo(404);
        assertThat(client.get("/_/stats").json().path("calls").asInt()).isEqualTo(1);
    }
}
