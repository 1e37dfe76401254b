// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.documentation.Messages.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the page of messages against the sources that make them. */
class TroubleshootingTest {

    private static final Path PAGE = Path.of("docs", "guides", "troubleshooting.md");

    /** Parts of messages that say nothing by themselves, and what only programs read. */
    private static final Set<String> NO_MESSAGES = Set.of(
            "not a number",
            "one of the properties",
            "the end of the entry",
            "the end of the text",
            "… characters at least",
            "a secret key",
            "without a schema",
            "…, without a schema");

    private static final Pattern CODE = Pattern.compile("\"([A-Z]+(?:_[A-Z0-9]+)+)\"");

    /** A text of the page, of which the parts between holes have to stand in a message, in their order. */
    private static boolean tells(String entry, String message) {
        int at = 0;
        for (String part : entry.split(Messages.HOLE + "+", -1)) {
            int found = message.indexOf(part, at);
            if (found < 0) {
                return false;
            }
            at = found + part.length();
        }
        return true;
    }

    private static List<String> entries() {
        return Page.of(PAGE).codeInTables().filter(code -> code.contains(" ")).toList();
    }

    @Test
    void every_message_has_an_entry() {
        // Given
        List<String> entries = entries();

        // When
        List<Message> without = Messages.all().stream()
                .filter(message -> !NO_MESSAGES.contains(message.text()))
                .filter(message -> entries.stream().noneMatch(entry -> tells(entry, message.text())))
                .toList();

        // Then
        assertThat(without)
                .as(
                        "Messages without an entry in %s. Add the words that do not change to the table of their kind, in"
                                + " backticks, with … for the rest; or, if no user is ever shown them, see NO_MESSAGES",
                        PAGE)
                .isEmpty();
    }

    @Test
    void every_entry_is_about_a_message() {
        // Given
        List<Message> messages = Messages.all();
        // What stands in backticks in the other columns is what to do.
        List<String> firstCells = Page.of(PAGE).lines().stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1)[1])
                .toList();

        // When
        Stream<String> entries =
                entries().stream().filter(entry -> firstCells.stream().anyMatch(cell -> cell.contains("`" + entry)));

        // Then
        assertThat(entries).allSatisfy(entry -> assertThat(messages).anyMatch(message -> tells(entry, message.text())));
    }

    @Test
    void every_code_of_the_sinks_own_has_an_entry() throws IOException {
        // Given
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Page.ROOT.resolve("connect-crm-sink/src/main/java"))) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                CODE.matcher(Files.readString(source)).results().forEach(code -> codes.add(code.group(1)));
            }
        }

        // Then
        assertThat(Page.of(PAGE).codeInTables()).containsAll(codes);
    }
}
