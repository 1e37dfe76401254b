// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of the user guide are what the code does. */
class ErrorTableTest {

    @Test
    void the_table_of_statuses_is_what_the_code_does() throws IOException {
        assertThat(tableUnder("| status | what is done | meaning |"))
                .isEqualTo(Stream.of(AnswerStatus.values())
                        .map(known -> row(known.status(), known.action(), known.meaning()))
                        .toList());
    }

    @Test
    void the_table_of_codes_is_what_the_code_does() throws IOException {
        assertThat(tableUnder("| code | what is done | meaning |"))
                .isEqualTo(Stream.of(ErrorCode.values())
                        .map(known -> row("`" + known.name() + "`", known.action(), known.meaning()))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "302, FAIL", "400, HALVE", "401, FAIL", "403, FAIL", "404, FAIL", "405, FAIL", "408, RETRY", "409, HALVE",
        "413, HALVE", "415, FAIL", "422, HALVE", "423, RETRY", "425, RETRY", "429, RETRY", "477, RETRY", "500, RETRY",
        "502, RETRY", "503, RETRY", "504, RETRY", "521, RETRY", "523, RETRY", "524, RETRY"
    })
    void a_status_means_what_hubspot_says_it_means(int status, AnswerStatus.Action action) {
        assertThat(AnswerStatus.of(status).action()).isEqualTo(action);
    }

    private static String row(String what, Enum<?> action, String meaning) {
        return "| " + what + " | " + action.name().toLowerCase(Locale.ROOT) + " | " + meaning + " |";
    }

    private static List<String> tableUnder(String head) throws IOException {
        return Files.readString(Path.of("../docs/hubspot.md"))
                .lines()
                .dropWhile(line -> !line.equals(head))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }
}
