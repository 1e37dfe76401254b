// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

/** What becomes of a record that breaks a rule. */
enum OnFailure {
    FAIL,
    HEADER,
    NULL
}
