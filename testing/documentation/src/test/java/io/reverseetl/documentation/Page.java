// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param file below the project's root
 */
record Page(Path file, List<String> lines) {

    static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    private static final String FENCE = "```";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    Page {
        lines = List.copyOf(lines);
    }

    /** README and CONTRIBUTING, the guides, and what lies beside the examples. */
    static List<Page> all() {
        return Stream.of("README.md", "CONTRIBUTING.md", "docs", "config-examples")
                .flatMap(Page::below)
                .toList();
    }

    private static Stream<Page> below(String place) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(place))) {
            return files
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(file -> of(ROOT.relativize(file)))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Page of(Path file) {
        try {
            return new Page(file, Files.readAllLines(ROOT.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands between fences, or is indented behind an empty line; the lists of this project have no other. */
    List<Snippet> snippets() {
        List<Snippet> snippets = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            int end = at;
            if (line.strip().startsWith(FENCE)) {
                do {
                    end++;
                } while (!lines.get(end).strip().startsWith(FENCE));
                snippets.add(snippet(at + 1, end));
            } else if (line.startsWith("    ") && (at == 0 || lines.get(at - 1).isBlank())) {
                while (end < lines.size() && lines.get(end).startsWith("    ")) {
                    end++;
                }
                snippets.add(snippet(at, end));
                end--;
            }
            at = end;
        }
        return snippets;
    }

    private Snippet snippet(int from, int to) {
        String text = String.join("\n", lines.subList(from, to)).stripIndent();
        return new Snippet(file, from + 1, namedFile(from), text);
    }

    /** The last {@code name.json} in code that the text before a snippet mentions, up to the snippet or heading before. */
    private String namedFile(int before) {
        for (int at = before - 1; at >= 0 && !lines.get(at).startsWith("#"); at--) {
            List<String> names = codes(lines.get(at))
                    .filter(code -> code.matches("[a-z-]+\\.json"))
                    .toList();
            if (!names.isEmpty()) {
                return names.get(names.size() - 1);
            }
        }
        return "";
    }

    /** The headings' anchors, as links name them. */
    List<String> anchors() {
        return proseLines()
                .filter(line -> line.startsWith("#"))
                .map(line -> Anchors.of(line.replaceFirst("#+ ", "").replaceAll("]\\([^)]*\\)", "")))
                .toList();
    }

    /** The lines that are not between fences. */
    Stream<String> proseLines() {
        List<String> prose = new ArrayList<>();
        boolean fenced = false;
        for (String line : lines) {
            boolean fence = line.strip().startsWith(FENCE);
            fenced ^= fence;
            if (!fence && !fenced) {
                prose.add(line);
            }
        }
        return prose.stream();
    }

    /** What stands in backticks in the rows of tables. */
    Stream<String> codeInTables() {
        return lines.stream().filter(line -> line.startsWith("| ")).flatMap(Page::codes);
    }

    private static Stream<String> codes(String line) {
        return CODE.matcher(line).results().map(code -> code.group(1));
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
