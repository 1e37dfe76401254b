// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.reverseetl.connect.crm.spi.CrmWrite;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the config says of a CRM's answers, taken at its word. */
record RestTestimony(Map<String, String> config, List<CrmWrite> writes, List<Heard> heard) implements Testimony {

    @Override
    public boolean confirms(CrmWrite write, String crmId) {
        return write.operation().removes()
                ? heard.stream().anyMatch(each -> isGone(each, write))
                : heard.stream().filter(this::isOfWrite).anyMatch(each -> isWritten(each, write, crmId));
    }

    /** A search says nothing of what comes after it. */
    private boolean isOfWrite(Heard each) {
        return !each.request().method().equals("GET") || config.containsKey("rest.job");
    }

    private boolean isWritten(Heard each, CrmWrite write, String crmId) {
        boolean batch = config.containsKey("rest.result.path");
        JsonNode result = batch ? resultOf(each, write) : each.json();
        return isDone(each)
                && !(batch && (result.isMissingNode() || result.isNull()))
                && saysDone(at(result, "rest.result.status.path"))
                && at(result, "rest.result.id.path").asText("").equals(crmId);
    }

    /** Of a delete without results the answer itself speaks. */
    private boolean isGone(Heard each, CrmWrite write) {
        JsonNode result = resultOf(each, write);
        String status = at(result, "rest.result.status.path").asText("");
        boolean noneFound = at(each.json(), "rest.search.result.path").isEmpty();
        return each.status() == 404
                || each.status() == 410
                || (isDone(each)
                        && (isOfWrite(each) || noneFound)
                        && (at(each.json(), "rest.result.path").isMissingNode()
                                || saysDone(at(result, "rest.result.status.path"))
                                || status.matches("404|410")));
    }

    private boolean isDone(Heard each) {
        JsonNode error = at(each.json(), "rest.error.path");
        JsonNode job = at(each.json(), "rest.job.status.path");
        boolean inJob = !config.containsKey("rest.job") || saysDone(job);
        return each.succeeded() && inJob && isNothing(error);
    }

    private JsonNode resultOf(Heard each, CrmWrite write) {
        JsonNode list = at(each.json(), "rest.result.path");
        int place = writes.indexOf(write);
        if (list.isObject()) {
            return list.path(write.externalId());
        }
        if (!config.containsKey("rest.result.index.path")) {
            return list.size() == writes.size() ? list.path(place) : MissingNode.getInstance();
        }
        List<JsonNode> own = list.valueStream()
                .filter(result ->
                        at(result, "rest.result.index.path").asText("").matches("0*" + place))
                .distinct()
                .toList();
        return own.size() == 1 ? own.get(0) : MissingNode.getInstance();
    }

    /** Without a word of its own a result shares the answer's status. */
    private boolean saysDone(JsonNode status) {
        return isNothing(status)
                || status.asText("").matches("2\\d\\d")
                || List.of(config.getOrDefault("rest.status.written", "").split(","))
                        .contains(status.asText(""));
    }

    private static boolean isNothing(JsonNode node) {
        return node.isMissingNode()
                || node.isNull()
                || (node.isContainerNode() && node.isEmpty())
                || (node.isBoolean() && !node.booleanValue())
                || (node.isTextual() && node.textValue().isEmpty());
    }

    private JsonNode at(JsonNode node, String key) {
        return Optional.ofNullable(config.get(key))
                .map(pointer -> node.at(pointer.equals("/") ? "" : pointer))
                .orElse(MissingNode.getInstance());
    }
}
