// SPDX-License-Identifier: Apache-2.0
/**
 * How fields lose what they tell about a person: hashes, tokens, redaction and generalisation. It may use the data model
 * of Connect, what the transforms share, phone numbers ({@code contact}) and the JDK.
 */
@NullMarked
package io.reverseetl.connect.transforms.protection;

import org.jspecify.annotations.NullMarked;
