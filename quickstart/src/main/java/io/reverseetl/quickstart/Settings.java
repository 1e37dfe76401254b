// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.quickstart;

import java.nio.file.Path;

/**
 * What a run of the quickstart was asked for.
 *
 * @param rows rows of the first load
 * @param once end after the first load and some changes, with a comparison
 * @param workers how many Connect workers
 * @param seed of the generated customers
 * @param home the folder that the build laid out: {@code lib} and {@code plugins}
 * @param kafka the folder of the Kafka distribution
 * @param examples the folder config-examples
 * @param directory where the processes keep their files and logs
 */
record Settings(
        int rows, boolean once, int workers, long seed, Path home, Path kafka, Path examples, RunDirectory directory) {}
