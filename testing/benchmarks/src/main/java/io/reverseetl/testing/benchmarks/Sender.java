// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

/** One way to bring the customers into a CRM. */
interface Sender {

    /** The most requests on their way at a time. */
    int inFlight();

    /** The process that does the work. */
    ProcessUse process();

    /** Starts to send all customers. */
    Contender.Running start(SinkCrm crm);
}
