// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.dialect.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlStatesTest {

    @ParameterizedTest
    @CsvSource({
        "08001, UNREACHABLE",
        "08006, INTERRUPTED",
        "57P01, INTERRUPTED",
        "57P03, INTERRUPTED",
        "57014, INTERRUPTED",
        "40001, INTERRUPTED",
        "40P01, INTERRUPTED",
        "55P03, INTERRUPTED",
        "53300, INTERRUPTED",
        "28P01, WRONG_PASSWORD",
        "28000, WRONG_USER",
        "3D000, UNKNOWN_DATABASE",
        "42501, DENIED",
        "42P01, MISSING_OBJECT",
        "42703, MISSING_OBJECT",
        "22P02, BAD_VALUE",
        "42601, OTHER",
        "XX000, OTHER",
        "short, OTHER"
    })
    void a_state_means_what_the_manual_says(String state, Failure failure) {
        assertThat(SqlStates.classify(state)).isEqualTo(failure);
    }

    @Test
    void without_a_state_nothing_is_assumed_to_pass() {
        assertThat(SqlStates.classify(null).isTransient()).isFalse();
    }
}
