// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import static io.reverseetl.testing.crm.Client.UPSERT_CONTACTS;
import static io.reverseetl.testing.crm.Client.batch;
import static io.reverseetl.testing.crm.Client.customer;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page, drawn by a real browser. Its pictures are kept in {@code target}. */
@Tag("browser")
class FrontPageBrowserIT {

    private static final String HOSTILE = "<img src=x onerror=document.title=1><script>document.title=2</script>";

    @TempDir
    private Path folder;

    private final CrmSimulator simulator =
            CrmSimulator.start(SimulatorSettings.defaults().withLimits(8, 1_000));
    private final Client client = Client.of(simulator);
    private Chromium chromium;

    @BeforeEach
    void fill() throws Exception {
        chromium = Chromium.find(folder);
        client.createCustomerId();
        for (int i = 0; i < 3; i++) {
            client.post(
                    UPSERT_CONTACTS,
                    batch(customer("C" + i, "{'firstname':'" + HOSTILE + "','lastname':'L" + i + "'}")));
        }
        client.post(UPSERT_CONTACTS, batch(customer("C9", "{'email':'nobody'}")));
        client.post("/_/faults", "[{'kind':'status','status':503}]");
        client.post(UPSERT_CONTACTS, batch(customer("C1", "{}")));
        client.get("/" + HOSTILE.replaceAll("[<> ]", "%20"));
        for (int i = 0; i < 4; i++) {
            client.post(UPSERT_CONTACTS, batch(customer("C1", "{'lastname':'M" + i + "'}")));
        }
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void it_shows_objects_calls_by_outcome_and_quota() throws Exception {
        // When
        String document = chromium.documentOf(simulator.baseUrl() + "/");

        // Then
        assertThat(document)
                .contains(
                        "<dt>Objects</dt><dd>3</dd>", "<dt>Calls</dt><dd>11</dd>", "<dt>Records refused</dt><dd>1</dd>")
                .contains("1 failed (5xx)", "2 refused (other 4xx)")
                .contains("<td>POST /crm/v3/objects/{objectType}/batch/upsert</td><td class=\"short\">503</td>")
                .contains("contacts 101", "lastname: M");
        assertThat(document).containsPattern("<rect class=\"written\" [^>]*height=\"[1-9]");
        assertThat(document).containsPattern("class=\"window\" points=\"\\S+ \\S+");
        assertThat(document).contains("of 8 calls within ten seconds", "of 1,000 calls today");
    }

    @Test
    void what_others_have_written_is_text_and_nothing_of_it_runs() throws Exception {
        // When
        String document = chromium.documentOf(simulator.baseUrl() + "/");

        // Then
        assertThat(document)
                .contains("firstname: &lt;img src=x onerror=document.title=1&gt;&lt;script&gt;")
                .contains("<title>CRM simulator</title>")
                .doesNotContain("<img");
    }

    @Test
    void each_plot_has_a_name_and_says_in_words_what_it_shows() throws Exception {
        // When
        String document = chromium.documentOf(simulator.baseUrl() + "/");

        // Then
        Matcher plots = Pattern.compile("<svg id=\"\\w+\" role=\"img\" aria-labelledby=\"(\\S+) (\\S+)\"")
                .matcher(document);
        IntStream.range(0, 2).forEach(plot -> {
            assertThat(plots.find()).isTrue();
            assertThat(document).containsPattern("id=\"" + plots.group(1) + "\">[^<]{5,}");
            assertThat(document).containsPattern("id=\"" + plots.group(2) + "\">[^<]{5,}");
        });
        assertThat(document).contains("role=\"status\">Up to date", "aria-pressed=\"false\"");
    }

    @Test
    void it_is_drawn_on_narrow_and_on_wide_screens() throws Exception {
        for (int width : new int[] {400, 1_100}) {
            // When
            Path file = chromium.pictureOf(
                    simulator.baseUrl() + "/", width, 1_400, Path.of("target", "front-page-" + width + ".png"));

            // Then: the bars are there, and nothing has pushed the page's right edge away.
            BufferedImage picture = ImageIO.read(file.toFile());
            assertThat(picture.getWidth()).isEqualTo(width);
            assertThat(Files.size(file)).isGreaterThan(20_000);
        }
    }
}
