// SPDX-License-Identifier: Apache-2.0
/**
 * The whole picture on one machine, each part a process of its own as a user has it: PostgreSQL, a Kafka broker,
 * distributed Connect workers and the CRM simulator, all on loopback and on free ports. The quickstart shows it, the
 * system tests test with it; it shares no code with the plugins.
 */
@NullMarked
package io.reverseetl.testing.cluster;

import org.jspecify.annotations.NullMarked;
