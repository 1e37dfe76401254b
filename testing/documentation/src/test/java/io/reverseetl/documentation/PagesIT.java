// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page from top to bottom, as somebody who does what it says: SQL in PostgreSQL, commands in bash, at a real worker. */
@TestInstance(Lifecycle.PER_CLASS)
class PagesIT {

    private static final Set<Snippet.Kind> RUN = Set.of(Snippet.Kind.COMMANDS, Snippet.Kind.SQL, Snippet.Kind.OFFSETS);

    /** Nothing is wrong, says a page, if this puts out nothing. */
    private static final String FINDS_MISTAKES = "select(.errors != [])";

    private static final String SET_OFFSETS = """
            curl -X PUT http://localhost:8083/connectors/customers-source/stop
            curl -X PATCH -H 'Content-Type: application/json' --data @%s \
              http://localhost:8083/connectors/customers-source/offsets
            curl -X PUT http://localhost:8083/connectors/customers-source/resume
            """;

    private PageCluster cluster;

    static List<Page> pages() {
        return Page.all().stream().filter(page -> !toRun(page).isEmpty()).toList();
    }

    private static List<Snippet> toRun(Page page) {
        return page.snippets().stream()
                .filter(snippet -> RUN.contains(snippet.kind()))
                .filter(snippet -> NotRun.of(snippet).isEmpty())
                .toList();
    }

    @BeforeAll
    void startCluster() {
        cluster = PageCluster.start();
    }

    @AfterAll
    void stopCluster() {
        cluster.close();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void what_a_page_says_works_from_top_to_bottom(Page page, @TempDir Path scratch) throws Exception {
        // Given
        cluster.prepare(page);
        Shell shell = new Shell(cluster.cluster(), scratch, place(page, scratch));

        // When
        for (Snippet snippet : toRun(page)) {
            run(snippet, shell, scratch);
        }

        // Then
        cluster.awaitRunning(page);
    }

    private void run(Snippet snippet, Shell shell, Path scratch) throws Exception {
        switch (snippet.kind()) {
            case SQL -> execute(snippet.text());
            case OFFSETS -> {
                Path body = Files.writeString(scratch.resolve("offsets.json"), snippet.text());
                shell.run(SET_OFFSETS.formatted(body));
            }
            default -> {
                String output = shell.run(snippet.text());
                if (snippet.text().contains(FINDS_MISTAKES)) {
                    assertThat(output).as("%s", snippet).isBlank();
                }
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection database = cluster.cluster().postgres().connect();
                Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Beside an example's files; a page that has files written is followed in an empty folder, others at the project's root. */
    private static Path place(Page page, Path scratch) throws IOException {
        List<Snippet> written = page.snippets().stream()
                .filter(snippet -> snippet.kind() == Snippet.Kind.CONFIG)
                .filter(snippet ->
                        !snippet.namedFile().isEmpty() && snippet.text().contains("\"config\""))
                .toList();
        if (!written.isEmpty()) {
            Path folder = Files.createDirectory(scratch.resolve("place-of-files"));
            for (Snippet file : written) {
                Files.writeString(folder.resolve(file.namedFile()), file.text());
            }
            return folder;
        }
        if (!page.file().startsWith("config-examples")) {
            return Page.ROOT;
        }
        Path example = Page.ROOT.resolve(page.file()).resolveSibling("");
        return PageCluster.hasCrmOf(page) ? example : PageCluster.withoutQuestions(example, scratch);
    }
}
