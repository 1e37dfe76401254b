// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

/** What becomes of a field that the mapping does not name as a source. */
public enum Unmapped {
    DROP,
    KEEP
}
