// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.zoho;

import java.util.Map;

/** What became of a record, or why a whole call was refused: the same form for both. */
record Verdict(String code, Map<String, Object> details, String message, String status) {

    static Verdict error(String code, Map<String, Object> details, String message) {
        return new Verdict(code, details, message, "error");
    }

    static Verdict missing(String field) {
        return error("MANDATORY_NOT_FOUND", Map.of("api_name", field), "required field not found");
    }

    boolean failed() {
        return status.equals("error");
    }
}
