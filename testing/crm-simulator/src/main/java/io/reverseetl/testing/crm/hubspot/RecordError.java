// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import java.util.List;
import java.util.Map;

/** An error of a 207 answer: about some of the records. */
record RecordError(
        String status,
        String category,
        String message,
        Map<String, List<String>> context,
        List<ErrorDetail> errors,
        Map<String, String> links) {

    static RecordError of(
            String category, String message, Map<String, List<String>> context, List<ErrorDetail> details) {
        return new RecordError("error", category, message, context, details, Map.of());
    }
}
