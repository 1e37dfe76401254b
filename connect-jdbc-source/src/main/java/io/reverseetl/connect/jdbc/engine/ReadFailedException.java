// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Reading cannot go on until somebody does what the message says. */
public final class ReadFailedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ReadFailedException(String message) {
        this(message, null);
    }

    public ReadFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
