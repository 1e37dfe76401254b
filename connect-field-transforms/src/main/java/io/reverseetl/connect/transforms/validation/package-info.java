// SPDX-License-Identifier: Apache-2.0
/**
 * Rules for the fields of a record, and which of them a record breaks. It may use the data model of Connect, what the
 * transforms share, email addresses and phone numbers ({@code contact}), expressions ({@code jsonata}) and the JDK.
 */
@NullMarked
package io.reverseetl.connect.transforms.validation;

import org.jspecify.annotations.NullMarked;
