// SPDX-License-Identifier: Apache-2.0
/** How a request proves who sends it. It may use nothing but the JDK and Kafka's {@code Password}. */
@NullMarked
package io.reverseetl.connect.crm.auth;

import org.jspecify.annotations.NullMarked;
