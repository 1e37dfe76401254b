// SPDX-License-Identifier: Apache-2.0
/**
 * Decides what is sent to the CRM and when, and which offsets are safe. {@link
 * io.reverseetl.connect.crm.engine.Engine} is a state machine that belongs to one thread and neither waits nor locks,
 * so that every rule can be tested with a clock and a CRM of the test's own; {@link
 * io.reverseetl.connect.crm.engine.EventLoop} is that thread. May use the {@code spi} package and Kafka's {@code
 * TopicPartition}; it knows no sink record, no HTTP client and no CRM.
 */
@NullMarked
package io.reverseetl.connect.crm.engine;

import org.jspecify.annotations.NullMarked;
