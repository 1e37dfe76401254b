// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.calls;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A call that a CRM was asked to answer.
 *
 * @param seq its place in the order in which calls were finished, from 1
 * @param endpoint method and path template, or {@code unmatched}
 * @param status the HTTP status; 0 if the connection was closed instead
 * @param inputs the number of records that it carried
 * @param duration the time until the answer was ready, without added latency
 * @param fault the kind of the injected fault
 */
public record Call(
        long seq,
        String method,
        String path,
        String endpoint,
        int status,
        int inputs,
        Instant acceptedAt,
        Duration duration,
        Optional<String> fault) {}
