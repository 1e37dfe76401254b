// SPDX-License-Identifier: Apache-2.0
/**
 * Email addresses and phone numbers, as text. This package alone knows libphonenumber; beside it, it may use the JDK.
 */
@NullMarked
package io.reverseetl.connect.transforms.contact;

import org.jspecify.annotations.NullMarked;
