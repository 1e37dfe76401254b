// SPDX-License-Identifier: Apache-2.0
/**
 * An adapter for Rolodex, a CRM that does not exist, as somebody else would write one and put its jar beside the sink's.
 * Of the sink it may use {@code spi}, {@code http} and the refused grant of {@code auth}, with the shared support classes;
 * Jackson is in the sink's folder, too.
 */
@NullMarked
package com.example.rolodex;

import org.jspecify.annotations.NullMarked;
