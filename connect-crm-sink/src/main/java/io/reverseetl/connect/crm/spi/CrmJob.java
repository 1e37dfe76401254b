// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

import java.time.Instant;

/**
 * A batch that a CRM has taken in and carries out in its own time. It can be asked about by this alone, by another task
 * too: a sink with a state stores it.
 *
 * @param object the object type of all its writes
 * @param operation what all of them ask for
 * @param id what the CRM knows it by: an id or a path, and never a secret
 * @param since when it was taken in, by the adapter's clock
 */
public record CrmJob(String object, Operation operation, String id, Instant since) {}
