// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoresTest {

    @ParameterizedTest
    @ValueSource(strings = {"AAAA", "AAAAA", "A", "=", "AB=CD"})
    void a_private_key_that_is_cut_off_is_refused_like_any_other(String base64) {
        // Given
        String pem = "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----";

        // When, then
        assertThatThrownBy(() -> Stores.privateKey(pem)).isInstanceOf(GeneralSecurityException.class);
    }
}
