// SPDX-License-Identifier: Apache-2.0
/**
 * How fast and how cheap the shipped archives are, each beside the physical limit in the same run. {@link
 * io.reverseetl.testing.benchmarks.Benchmarks} is the command line; a benchmark is a command with a package or a few
 * classes of its own. It may use the local cluster and Kafka's clients, and none of the plugins' classes: they run in
 * workers, but for the transforms, which {@link io.reverseetl.testing.benchmarks.transforms} measures alone.
 */
@NullMarked
package io.reverseetl.testing.benchmarks;

import org.jspecify.annotations.NullMarked;
