// SPDX-License-Identifier: Apache-2.0
/**
 * The one command that shows the product at work, from {@link io.reverseetl.quickstart.Quickstart} down. It talks to
 * PostgreSQL, Kafka Connect and the CRM as a user does, by JDBC and HTTP, and shares no code with the connectors:
 * what it says about them would be worth nothing otherwise.
 */
@NullMarked
package io.reverseetl.quickstart;

import org.jspecify.annotations.NullMarked;
