// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.support.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The user guide's tables are what the code does. */
class ErrorTableTest {

    private static final Path GUIDE = Path.of("../docs/rest.md");

    @Test
    void each_http_status_is_handled_as_the_guide_says() throws IOException {
        // Given
        Map<String, String> table = new LinkedHashMap<>();
        for (String[] cells : rows("\\| (`\\d.*|any other) \\|.*")) {
            Stream.of(cells[1].replace("`", "").split(","))
                    .forEach(status -> table.put(status.strip(), cells[2].strip()));
        }

        // When
        Map<Integer, String> done = new LinkedHashMap<>();
        Map<Integer, String> told = new LinkedHashMap<>();
        IntStream.range(200, 600).forEach(status -> {
            done.put(status, whatIsDone(status));
            told.put(status, whatIsTold(status, table));
        });

        // Then
        assertThat(told).isEqualTo(done).containsValue("refuse");
    }

    @Test
    void each_code_of_our_own_is_in_the_guide_and_no_other() throws IOException {
        // Given
        List<String> expected = Stream.of(OwnCode.values())
                .map(code -> code + ": " + (code.verdict() == Verdict.RETRY ? "retry" : "reject") + ": " + code.why())
                .toList();

        // When
        List<String> told = rows("\\| `[A-Z_]+` \\|.*").stream()
                .map(cells -> cells[1].replace("`", "").strip() + ": " + cells[2].strip() + ": " + cells[3].strip())
                .toList();

        // Then
        assertThat(told).isEqualTo(expected);
    }

    private static List<String[]> rows(String form) throws IOException {
        return Files.readString(GUIDE)
                .lines()
                .filter(line -> line.matches(form))
                .map(line -> line.split("\\|"))
                .toList();
    }

    private static String whatIsTold(int status, Map<String, String> table) {
        return table.entrySet().stream()
                .filter(entry -> entry.getKey().equals(String.valueOf(status))
                        || (entry.getKey().matches("\\d{3}-\\d{3}")
                                && status >= Integer.parseInt(entry.getKey().substring(0, 3))
                                && status <= Integer.parseInt(entry.getKey().substring(4))))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> table.getOrDefault("any other", ""));
    }

    /** To a request with two records, without anything configured. */
    private static String whatIsDone(int status) {
        AdapterSettings settings = RestBench.settings(
                "http://localhost", RestBench.parsed("rest.write", "POST /contacts", "rest.body", "{records}"));
        RestSettings rest =
                new RestConfig(settings.own(), new Problems()).read().orElseThrow();
        List<CrmWrite> writes = Stream.of("a", "b")
                .map(id -> new CrmWrite(id, id, RestPayload.removal(Operation.UPSERT)))
                .toList();
        BatchOutcome outcome = new AnswerReader(
                        rest, new Advice(settings), new ObjectMapper(), new Outcomes(Clock.systemUTC()))
                .read(rest.write().call(), writes, new HttpAnswer(status, Map.of(), ""));
        if (outcome instanceof BatchOutcome.PerRecord) {
            return "written";
        }
        if (outcome instanceof BatchOutcome.Refused) {
            return "refuse";
        }
        return outcome instanceof BatchOutcome.RetryAll ? "retry" : "fail";
    }
}
