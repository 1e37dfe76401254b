// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.faults;

import io.reverseetl.testing.crm.http.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** One thing that goes wrong with one call. */
public sealed interface Fault {

    /** The fault's name in scripts and in the log of calls. */
    String kind();

    /**
     * Answers the call, wrongly.
     *
     * @param crm has the CRM do what it was asked
     * @param failure the CRM's answer with an error status
     */
    Response answer(Supplier<Response> crm, IntFunction<Response> failure);

    /** The CRM fails with a status and does nothing. */
    record Status(int status, Optional<Duration> retryAfter) implements Fault {

        @Override
        public String kind() {
            return "status";
        }

        @Override
        public Response answer(Supplier<Response> crm, IntFunction<Response> failure) {
            Response response = failure.apply(status);
            return retryAfter
                    .map(wait -> response.withHeader("Retry-After", Long.toString(wait.toSeconds())))
                    .orElse(response);
        }
    }

    /** The connection is closed before the CRM has done anything. */
    record ResetBefore() implements Fault {

        @Override
        public String kind() {
            return "reset-before";
        }

        @Override
        public Response answer(Supplier<Response> crm, IntFunction<Response> failure) {
            return Response.hangUp();
        }
    }

    /** The CRM does what it was asked, and the connection is closed instead of the answer. */
    record ResetAfter() implements Fault {

        @Override
        public String kind() {
            return "reset-after";
        }

        @Override
        @SuppressWarnings("CheckReturnValue") // Losing the answer is the fault.
        public Response answer(Supplier<Response> crm, IntFunction<Response> failure) {
            crm.get();
            return Response.hangUp();
        }
    }

    /** The CRM does what it was asked at once, and answers late. */
    record Delay(Duration duration) implements Fault {

        @Override
        public String kind() {
            return "delay";
        }

        @Override
        public Response answer(Supplier<Response> crm, IntFunction<Response> failure) {
            return crm.get().delayedBy(duration);
        }
    }

    /** Something between answers 200 with a page, as a proxy or a captive portal does, and the CRM does nothing. */
    record Garbage() implements Fault {

        @Override
        public String kind() {
            return "garbage";
        }

        @Override
        public Response answer(Supplier<Response> crm, IntFunction<Response> failure) {
            return Response.html(200, "<!DOCTYPE html><html><body><h1>It works!</h1></body></html>");
        }
    }
}
