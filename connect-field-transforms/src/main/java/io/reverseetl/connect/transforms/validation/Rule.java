// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.validation;

import io.reverseetl.connect.transforms.data.FieldName;

/**
 * A rule as the user has written it, and the field that it is about.
 *
 * @param text for example {@code range(0, 150)}
 */
public record Rule(FieldName field, String text) {

    @Override
    public String toString() {
        return field + ": " + text;
    }
}
