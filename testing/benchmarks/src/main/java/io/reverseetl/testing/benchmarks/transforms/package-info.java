// SPDX-License-Identifier: Apache-2.0
/**
 * What a transform costs for each record, by JMH, in a JVM of its own. It may use our transforms and Kafka's, and of this
 * module the form of a report.
 */
@NullMarked
package io.reverseetl.testing.benchmarks.transforms;

import org.jspecify.annotations.NullMarked;
