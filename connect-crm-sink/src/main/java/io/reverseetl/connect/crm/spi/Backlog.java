// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

import java.time.Duration;

/**
 * From when on writes that wait go to the CRM as one large batch, of which it makes a job.
 *
 * @param threshold so many writes, more than {@link CrmAdapterProvider#maxBatchRecords}, are a backlog
 * @param maxRecords the most writes in a job
 * @param maxBytes about how many bytes a job may take
 * @param linger how long a backlog waits for a job to fill
 */
public record Backlog(int threshold, int maxRecords, long maxBytes, Duration linger) {}
