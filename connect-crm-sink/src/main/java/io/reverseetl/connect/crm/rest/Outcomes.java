// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.http.RetryAfter;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.BatchOutcome.RetryAll.Trouble;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Outcomes with what an answer says of its own: its status, the request's id, and how long to wait. */
record Outcomes(Clock clock) {

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);

    Instant now() {
        return clock.instant();
    }

    BatchOutcome retry(HttpAnswer answer, String code) {
        return new BatchOutcome.RetryAll(
                after(answer), unavailable(answer, code), answer.status() == 429 ? Trouble.TOO_MANY : Trouble.DOWN);
    }

    WriteResult retryable(HttpAnswer answer, String code) {
        return new WriteResult.Retryable(after(answer), unavailable(answer, code));
    }

    BatchOutcome refused(HttpAnswer answer, String code) {
        return new BatchOutcome.Refused(reason(answer, code));
    }

    WriteResult rejected(HttpAnswer answer, String code) {
        return new WriteResult.Rejected(reason(answer, code));
    }

    Optional<Duration> after(HttpAnswer answer) {
        return RetryAfter.of(answer, clock, LONGEST_RETRY_AFTER);
    }

    private static Reason unavailable(HttpAnswer answer, String code) {
        return Reason.unavailable(code, answer.status(), requestId(answer));
    }

    private static Reason reason(HttpAnswer answer, String code) {
        return Reason.validation(code, List.of(), answer.status(), requestId(answer));
    }

    private static String requestId(HttpAnswer answer) {
        return answer.header("x-request-id").orElse("");
    }
}
