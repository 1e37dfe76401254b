// SPDX-License-Identifier: Apache-2.0
/**
 * The keys that were sent, in compacted Kafka topics. May use the engine's port, the dialects' names and Kafka's clients;
 * knows nothing of Connect.
 */
@NullMarked
package io.reverseetl.connect.jdbc.keys;

import org.jspecify.annotations.NullMarked;
