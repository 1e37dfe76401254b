// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SalesforceErrorTest {

    @Test
    @Timeout(10)
    void an_error_that_quotes_a_field_full_of_spaces_is_read_at_once() {
        // Given
        String quoted = "STRING_TOO_LONG:data value too large: " + " ".repeat(100_000) + "x:LastName --";

        // When
        SalesforceError error = SalesforceError.ofJob(quoted, Set.of("LastName"));

        // Then
        assertThat(error.code()).isEqualTo("STRING_TOO_LONG");
        assertThat(error.fields()).containsExactly("LastName");
    }
}
