// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.connect.crm.salesforce.ErrorCode.Action;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.Reason.Category;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An error of Salesforce, about a request or about one record of it. Its sentence quotes values, so it is never shown:
 * only what it begins with is looked at, where no value can stand.
 *
 * @param code empty if the answer names none
 * @param fields those of the fields it names that we have sent
 * @param message for looking at only
 */
record SalesforceError(String code, List<String> fields, String message) {

    private static final String RELATED_MISSING = "Foreign key external ID: ";

    /** Reads the first error of an answer's or of a record's list; empty if there is none. */
    static Optional<SalesforceError> first(JsonNode errors, Set<String> sent) {
        return StreamSupport.stream(errors.spliterator(), false)
                .findFirst()
                .map(error -> new SalesforceError(
                        // A record's error has the one, a request's the other.
                        error.path("statusCode").asText(error.path("errorCode").asText("")),
                        StreamSupport.stream(error.path("fields").spliterator(), false)
                                .map(JsonNode::asText)
                                .filter(sent::contains)
                                .toList(),
                        error.path("message").asText("")));
    }

    /** Reads the error of a job's record, {@code CODE:message:field,field --}. */
    static SalesforceError ofJob(String error, Set<String> sent) {
        String ended = error.strip();
        String text = ended.endsWith("--") ? ended.substring(0, ended.length() - 2) : ended;
        int code = text.indexOf(':');
        int fields = text.lastIndexOf(':');
        return new SalesforceError(
                code < 0 ? "" : text.substring(0, code),
                Stream.of(text.substring(fields + 1).split(","))
                        .map(String::trim)
                        .filter(sent::contains)
                        .toList(),
                code < fields ? text.substring(code + 1, fields) : "");
    }

    /** A code that is not known is about the record. */
    Action action() {
        return isRelatedMissing()
                ? Action.REJECT
                : ErrorCode.of(code).map(ErrorCode::action).orElse(Action.REJECT);
    }

    boolean is(ErrorCode other) {
        return code.equals(other.name());
    }

    /** A relationship's external id that nobody has: the code is that of a field that does not exist. */
    private boolean isRelatedMissing() {
        return is(ErrorCode.INVALID_FIELD) && message.startsWith(RELATED_MISSING);
    }

    /** Whether the limit is that of requests at a time, and not that of the day. */
    boolean isAboutConcurrency() {
        return is(ErrorCode.REQUEST_LIMIT_EXCEEDED) && message.startsWith("Concurrent");
    }

    Reason reason(int status) {
        String named = code.isEmpty() ? "HTTP_" + status : code;
        String hint = isRelatedMissing() ? "The record that it refers to by an external id does not exist" : "";
        return new Reason(Category.VALIDATION, named, fields, status, "", hint);
    }

    /** Without the sentence. */
    @Override
    public String toString() {
        return "SalesforceError[" + code + ", " + fields + "]";
    }
}
