// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be said of {@code config-examples/monitoring} without Grafana and Prometheus. */
class MonitoringTest {

    private static final Path FOLDER = ConnectorExample.EXAMPLES.resolve("monitoring");
    private static final int COLUMNS = 24;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");
    /** Those that Grafana itself knows. */
    private static final Pattern BUILT_IN = Pattern.compile("__\\w+");

    @Test
    void each_panel_has_a_number_and_a_place_of_its_own() throws IOException {
        // When
        JsonNode panels = read("dashboard.json").path("panels");

        // Then
        assertThat(panels.findValuesAsText("id")).doesNotHaveDuplicates();
        Set<List<Integer>> taken = new HashSet<>();
        for (JsonNode panel : panels) {
            JsonNode place = panel.path("gridPos");
            int right = place.path("x").asInt() + place.path("w").asInt();
            int bottom = place.path("y").asInt() + place.path("h").asInt();
            assertThat(right).isLessThanOrEqualTo(COLUMNS);
            for (int x = place.path("x").asInt(); x < right; x++) {
                for (int y = place.path("y").asInt(); y < bottom; y++) {
                    assertThat(taken.add(List.of(x, y)))
                            .as("%s lies on another panel", panel.path("title"))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void each_panel_says_what_it_shows_and_asks_the_data_source_that_the_user_chooses() throws IOException {
        for (JsonNode panel : read("dashboard.json").path("panels")) {
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.path("description").asText()).isNotBlank();
            assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            assertThat(panel.path("targets")).isNotEmpty().allSatisfy(target -> {
                assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                assertThat(target.path("expr").asText()).contains("connector=~\"$connector\"");
            });
            assertThat(panel.path("targets").findValuesAsText("refId")).doesNotHaveDuplicates();
        }
    }

    @Test
    void each_variable_that_is_used_is_declared() throws IOException {
        // Given
        JsonNode dashboard = read("dashboard.json");

        // When
        List<String> used = Stream.concat(
                        dashboard.findValuesAsText("expr").stream(), dashboard.findValuesAsText("uid").stream())
                .flatMap(text -> VARIABLE.matcher(text).results())
                .map(result -> result.group(1))
                .filter(name -> !BUILT_IN.matcher(name).matches())
                .distinct()
                .toList();

        // Then
        assertThat(dashboard.at("/templating/list").findValuesAsText("name")).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void each_alert_says_why_it_fires_and_what_to_do_and_where_to_read_on() throws IOException {
        // When
        JsonNode rules = read("alerts.yml").at("/groups/0/rules");

        // Then
        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.at("/labels/severity").asText()).isIn("warning", "critical");
            for (String annotation : List.of("summary", "reason", "action")) {
                assertThat(rule.path("annotations").path(annotation).asText())
                        .as("%s of %s", annotation, rule.path("alert"))
                        .isNotBlank();
            }
            String[] link = rule.at("/annotations/docs").asText().split("#", 2);
            assertThat(anchors(ConnectorExample.EXAMPLES.resolve("..").resolve(link[0])))
                    .contains(link[1]);
        });
    }

    @Test
    void the_readme_says_which_alerts_there_are() throws IOException {
        // Given
        List<String> alerts = read("alerts.yml").at("/groups/0/rules").findValuesAsText("alert");

        // When
        List<String> named = Pattern.compile("`(ReverseEtl\\w+)`")
                .matcher(Files.readString(FOLDER.resolve("README.md")))
                .results()
                .map(result -> result.group(1))
                .distinct()
                .toList();

        // Then
        assertThat(named).containsExactlyElementsOf(alerts);
    }

    private static List<String> anchors(Path document) throws IOException {
        List<String> anchors = new ArrayList<>();
        for (MatchResult heading : Pattern.compile("(?m)^#+ (.+)$")
                .matcher(Files.readString(document))
                .results()
                .toList()) {
            anchors.add(Anchors.of(heading.group(1)));
        }
        return anchors;
    }

    private static JsonNode read(String file) throws IOException {
        return new YAMLMapper().readTree(FOLDER.resolve(file).toFile());
    }
}
