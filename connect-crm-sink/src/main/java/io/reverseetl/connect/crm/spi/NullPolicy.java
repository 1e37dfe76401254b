// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

/** What a field without a value does to the property of the same name. */
public enum NullPolicy {
    /** It empties the property. */
    CLEAR,
    /** It leaves the property as it is. */
    IGNORE
}
