// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.syntax;

/**
 * A place in a text that a config holds.
 *
 * @param offset characters before it
 * @param line counts from 1
 * @param column counts from 1
 */
public record Position(int offset, int line, int column) {

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
