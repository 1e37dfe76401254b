// SPDX-License-Identifier: Apache-2.0
/**
 * How a request proves who sends it: by a header that stays the same, or by tokens that a grant gets. It may use the
 * JDK, Kafka's {@code Password}, Jackson, and Nimbus for signatures; it does not send anything itself.
 */
@NullMarked
package io.reverseetl.connect.crm.auth;

import org.jspecify.annotations.NullMarked;
