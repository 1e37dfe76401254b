// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.syntax;

/** A text of a config that cannot be read. The message says where, what was expected there, and what stands there instead. */
public final class ConfigSyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    ConfigSyntaxException(Position position, String message) {
        super(position + ": " + message);
    }
}
