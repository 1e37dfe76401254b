// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallOracleTest {

    private final CallOracle oracle = new CallOracle(100);

    @Test
    void records_that_nothing_is_wrong_with_take_a_call_for_each_batch() {
        assertThat(oracle.calls(250, i -> false)).isEqualTo(3);
    }

    @Test
    void one_guilty_record_is_found_by_halving_its_batch_and_no_other() {
        // Then: 100, 50, 25, 13, 7, 4, 2 and 1 records with the guilty one first, and as many halves without it.
        assertThat(oracle.calls(200, i -> i == 0)).isEqualTo(1 + (1 + 2 * 7));
    }

    @Test
    void a_guilty_record_that_is_alone_is_not_halved() {
        assertThat(oracle.calls(101, i -> i == 100)).isEqualTo(2);
    }
}
