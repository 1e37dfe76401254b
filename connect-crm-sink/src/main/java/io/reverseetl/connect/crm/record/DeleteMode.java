// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.record;

/** What a record without a value does. */
public enum DeleteMode {
    /** Nothing. */
    IGNORE,
    /** It is rejected. */
    FAIL
}
