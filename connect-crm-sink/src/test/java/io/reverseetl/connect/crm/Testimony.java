// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a CRM has said while a batch was written, read without the adapters: whether a record may count as written. Each
 * part asks for what its CRM's documents promise of a success, and no more.
 */
interface Testimony {

    /** Whether an answer says that a record was written, or is gone if that was asked for, as the object of this id. */
    boolean confirms(CrmWrite write, String crmId);

    static Testimony of(SimulatedCrm crm, CrmBatch batch, List<Heard> heard) {
        return switch (crm) {
            case HUBSPOT, ASSOCIATIONS -> new HubSpotTestimony(heard);
            case SALESFORCE -> new SalesforceTestimony(heard);
            default -> new RestTestimony(crm.config(""), batch.writes(), heard);
        };
    }

    /** A request and the answer that was sent to it. */
    record Heard(AnsweringServer.Request request, int status, String body) {

        private static final ObjectMapper JSON = new ObjectMapper();

        boolean succeeded() {
            return status >= 200 && status < 300;
        }

        /** Whether it answers a call of this method to a path with this part. */
        boolean answers(String method, String path) {
            return request.method().equals(method) && request.target().contains(path);
        }

        JsonNode json() {
            // A client passes over a byte order mark.
            return tree(body.replaceFirst("^\uFEFF", "")).orElse(MissingNode.getInstance());
        }

        JsonNode asked() {
            return tree(request.body()).orElse(MissingNode.getInstance());
        }

        /** The elements of an array, or the values of an object, in the answer. */
        Stream<JsonNode> each(String member) {
            return json().path(member).valueStream();
        }

        @Override
        public String toString() {
            return request.method() + " " + request.target() + " -> " + status + " " + start(body);
        }

        private static String start(String text) {
            return text.substring(0, Math.min(text.length(), 1_000));
        }

        private static Optional<JsonNode> tree(String text) {
            try {
                return Optional.of(JSON.readTree(text));
            } catch (JsonProcessingException e) {
                return Optional.empty();
            }
        }
    }
}
