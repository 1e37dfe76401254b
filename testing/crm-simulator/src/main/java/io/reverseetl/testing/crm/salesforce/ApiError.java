// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.salesforce;

import io.reverseetl.testing.crm.http.Response;
import java.util.List;
import java.util.Map;

/** A whole request is refused. Thrown where the reason is found, and turned into an answer in {@link Salesforce}. */
final class ApiError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    ApiError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    String code() {
        return code;
    }

    Response answer() {
        return Response.json(status, List.of(Map.of("message", String.valueOf(getMessage()), "errorCode", code)));
    }
}
