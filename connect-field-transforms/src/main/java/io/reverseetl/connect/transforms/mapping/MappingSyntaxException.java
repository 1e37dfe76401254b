// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

/** A mapping that cannot be read. The message says where, what was expected there, and what stands there instead. */
public final class MappingSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MappingSyntaxException(Position position, String message) {
        super(position + ": " + message);
    }
}
