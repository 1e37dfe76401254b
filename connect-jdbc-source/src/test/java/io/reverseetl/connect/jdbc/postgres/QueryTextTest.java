// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SELECT 1;                  |SELECT 1
            SELECT 1 ; ;               |SELECT 1
            SELECT 1; -- done; really  |SELECT 1  -- done; really
            SELECT 1; /* a /* ; */ b */|SELECT 1  /* a /* ; */ b */
            SELECT ';'                 |SELECT ';'
            SELECT E'\\';'             |SELECT E'\\';'
            SELECT ";"                 |SELECT ";"
            SELECT $a$;$$;$a$;         |SELECT $a$;$$;$a$
            SELECT a$b$;               |SELECT a$b$
            SELECT 1; SELECT 2;        |SELECT 1; SELECT 2
            """)
    void the_semicolon_at_the_end_of_a_query_goes_and_nothing_else(String sql, String expected) {
        assertThat(QueryText.asSubquery(sql).replaceAll("\\s+$", "").replaceAll("\\s*\\)$", ""))
                .isEqualTo("(\n" + expected);
    }

    @Test
    void a_question_mark_that_is_an_operator_is_no_placeholder_to_the_driver() {
        assertThat(QueryText.enclosed("a ? 'b?' AND a ?? 'c' -- ?")).isEqualTo("(\na ?? 'b?' AND a ?? 'c' -- ?\n)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deleted", "f(a, b)", "a = ')' -- )", "x[1, 2] /* ( */", "\"a)\" IS NULL", "$$)$$ = a"})
    void one_expression_cannot_reach_beyond_its_parentheses(String expression) {
        assertThat(QueryText.isEnclosable(expression)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true) OR (true", "a, b", "a; DROP TABLE t", "(a", "a)", "a -- (\n)"})
    void what_would_is_told_apart(String expression) {
        assertThat(QueryText.isEnclosable(expression)).isFalse();
    }
}
