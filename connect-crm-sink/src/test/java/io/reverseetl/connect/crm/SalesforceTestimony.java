// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Operation;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** In Salesforce results are in the order of the request's records; a job lists what it has written. */
record SalesforceTestimony(List<Heard> heard) implements Testimony {

    private static final String EXTERNAL_ID = "Customer_Id__c";

    @Override
    public boolean confirms(CrmWrite write, String crmId) {
        return heard.stream().anyMatch(each -> isWritten(each, write, crmId) || isInJob(each, write, crmId))
                || (write.operation() == Operation.DELETE && crmId.isEmpty() && isMissing(write));
    }

    private boolean isWritten(Heard each, CrmWrite write, String crmId) {
        List<String> ids = idsIn(each.request());
        JsonNode results = each.json();
        return each.status() == 200
                && results.isArray()
                && results.size() == ids.size()
                && IntStream.range(0, ids.size())
                        .filter(place -> isOf(ids.get(place), write))
                        .mapToObj(results::get)
                        .anyMatch(result -> isDone(result, write)
                                && result.path("id").asText("").equals(crmId));
    }

    /** Each record's own or external id, in the order of the request. */
    private static List<String> idsIn(AnsweringServer.Request request) {
        String target = request.target();
        if (request.method().equals("DELETE")) {
            return List.of(target.substring(target.indexOf("ids=") + 4).split("[,&]|%2C"));
        }
        return new Heard(request, 0, "")
                .asked()
                .path("records")
                .valueStream()
                .map(record -> record.path("id").asText(record.path(EXTERNAL_ID).asText("")))
                .toList();
    }

    private boolean isOf(String id, CrmWrite write) {
        return id.equals(write.externalId())
                || found().anyMatch(record -> record.path("Id").asText("").equals(id)
                        && record.path(EXTERNAL_ID).asText("").equals(write.externalId()));
    }

    private static boolean isDone(JsonNode result, CrmWrite write) {
        boolean deletedBefore = write.operation() == Operation.DELETE
                && result.path("errors").toString().contains("ENTITY_IS_DELETED");
        return deletedBefore
                || (result.path("success").isBoolean() && result.path("success").booleanValue());
    }

    private static boolean isInJob(Heard each, CrmWrite write, String crmId) {
        return each.answers("GET", "/successfulResults")
                && each.status() == 200
                && each.body().contains(write.externalId())
                // A quote in a cell stands there twice.
                && each.body().contains(crmId.replace("\"", "\"\""));
    }

    private boolean isMissing(CrmWrite write) {
        return heard.stream()
                        .filter(each -> each.answers("GET", "/query?") && each.status() == 200)
                        .anyMatch(each -> each.json().path("records").isArray())
                && found().noneMatch(
                                record -> record.path(EXTERNAL_ID).asText("").equals(write.externalId()));
    }

    private Stream<JsonNode> found() {
        return heard.stream()
                .filter(each -> each.answers("GET", "/query?") && each.status() == 200)
                .flatMap(each -> each.each("records"));
    }
}
