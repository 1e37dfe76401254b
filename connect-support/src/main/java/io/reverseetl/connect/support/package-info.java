// SPDX-License-Identifier: Apache-2.0
/**
 * What the plugins share: their version and how a config key is declared, read and refused. It may use the
 * Kafka config classes and nothing else, and stays at ten files or fewer.
 */
@NullMarked
package io.reverseetl.connect.support;

import org.jspecify.annotations.NullMarked;
