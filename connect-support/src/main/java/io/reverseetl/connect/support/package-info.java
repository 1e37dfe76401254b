// SPDX-License-Identifier: Apache-2.0
/**
 * What the plugins share: their version, how a config key is declared, read and refused, and where a task's figures go.
 * It may use the Kafka classes for configs and metrics, the JDK, and nothing else, and stays at ten files or fewer.
 */
@NullMarked
package io.reverseetl.connect.support;

import org.jspecify.annotations.NullMarked;
