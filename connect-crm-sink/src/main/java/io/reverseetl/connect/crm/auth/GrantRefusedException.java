// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.auth;

import java.io.IOException;

/** No token will be given until somebody changes the config. */
public final class GrantRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String key;

    GrantRefusedException(String key, String message) {
        super(message);
        this.key = key;
    }

    /** The config key that is wrong. */
    public String key() {
        return key;
    }
}
