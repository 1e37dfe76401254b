// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links between the pages. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("]\\(([^)#:\\s]*)(?:#([^)\\s]*))?\\)");

    static List<Page> pages() {
        return Page.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_link_leads_to_a_file_and_a_heading_in_it(Page page) {
        // When
        List<MatchResult> links = page.proseLines()
                .map(line -> line.replaceAll("`[^`]*`", ""))
                .flatMap(line -> LINK.matcher(line).results())
                .toList();

        // Then
        assertThat(links).allSatisfy(link -> {
            Path target = link.group(1).isEmpty()
                    ? page.file()
                    : Page.ROOT.relativize(Page.ROOT
                            .resolve(page.file())
                            .resolveSibling(link.group(1))
                            .normalize());
            assertThat(Page.ROOT.resolve(target)).exists();
            if (link.group(2) != null) {
                Path file = Files.isDirectory(Page.ROOT.resolve(target)) ? target.resolve("README.md") : target;
                assertThat(Page.of(file).anchors()).as("headings of " + file).contains(link.group(2));
            }
        });
    }
}
