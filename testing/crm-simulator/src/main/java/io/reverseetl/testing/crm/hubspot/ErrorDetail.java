// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.hubspot;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the {@code errors} within an error. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ErrorDetail(String message, @Nullable String code, Map<String, List<String>> context) {

    static ErrorDetail aboutProperty(String property, String code, String message) {
        return new ErrorDetail(message, code, Map.of("propertyName", List.of(property)));
    }
}
