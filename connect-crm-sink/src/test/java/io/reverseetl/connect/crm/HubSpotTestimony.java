// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.connect.crm.spi.CrmWrite;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** In HubSpot a result names its record, by its trace, its email or the id that it was sent by. */
record HubSpotTestimony(List<Heard> heard) implements Testimony {

    private static final List<Integer> WITH_RESULTS = List.of(200, 201, 207);

    @Override
    public boolean confirms(CrmWrite write, String crmId) {
        if (!write.operation().removes()) {
            return heard.stream()
                    .filter(each -> each.answers("POST", "/batch/up") && WITH_RESULTS.contains(each.status()))
                    .flatMap(each -> each.each("results"))
                    .anyMatch(result -> isAbout(result, write) && idOf(result).equals(crmId));
        }
        return crmId.isEmpty() ? isMissing(write) : isFound(write, crmId) && isRemoved(crmId);
    }

    private static boolean isAbout(JsonNode result, CrmWrite write) {
        return result.path("objectWriteTraceId").asText("").equals(write.traceId())
                || emailOf(result).equalsIgnoreCase(write.externalId())
                || (write.isByCrmId() && idOf(result).equals(write.crmId()));
    }

    private boolean isFound(CrmWrite write, String crmId) {
        return heard.stream()
                .filter(each -> each.answers("POST", "/contacts/batch/read") && WITH_RESULTS.contains(each.status()))
                .flatMap(each -> each.each("results"))
                .anyMatch(result -> emailOf(result).equalsIgnoreCase(write.externalId())
                        && idOf(result).equals(crmId));
    }

    /** An error of the lookup names it, or leaves open what it is about. */
    private boolean isMissing(CrmWrite write) {
        return heard.stream()
                .filter(each -> each.answers("POST", "/contacts/batch/read") && WITH_RESULTS.contains(each.status()))
                .flatMap(each -> each.each("errors"))
                .filter(error -> error.toString().contains("NOT_FOUND"))
                .map(error -> error.path("context"))
                .anyMatch(context ->
                        (context.path("ids").isEmpty() && context.path("id").isEmpty())
                                || context.toString().toLowerCase(Locale.ROOT).contains(write.externalId()));
    }

    private boolean isRemoved(String crmId) {
        return heard.stream()
                .filter(each -> each.status() == 204)
                .filter(each -> each.answers("POST", "/batch/archive") || each.answers("POST", "gdpr-delete"))
                .flatMap(each -> Stream.of("id", "objectId").map(each.asked()::findValuesAsText))
                .anyMatch(ids -> ids.contains(crmId));
    }

    private static String emailOf(JsonNode result) {
        return result.path("properties").path("email").asText("");
    }

    private static String idOf(JsonNode result) {
        return result.path("id").asText("");
    }
}
