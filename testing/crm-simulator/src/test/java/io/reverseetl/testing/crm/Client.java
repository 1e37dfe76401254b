// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** What a test says to a simulator, over real HTTP. */
final class Client {

    static final String UPSERT_CONTACTS = "/crm/v3/objects/contacts/batch/upsert";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String baseUrl;
    private final Optional<String> token;

    private Client(String baseUrl, Optional<String> token) {
        this.baseUrl = baseUrl;
        this.token = token;
    }

    static Client of(CrmSimulator simulator) {
        return new Client(simulator.baseUrl(), Optional.empty());
    }

    static Client of(String baseUrl, String token) {
        return new Client(baseUrl, Optional.of(token));
    }

    static Client of(CrmSimulator simulator, String token) {
        return new Client(simulator.baseUrl(), Optional.of(token));
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    /** Posts JSON, which may be written with single quotes. */
    Answer post(String path, String json) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    /** Sends JSON, which may be written with single quotes, in place of what is there. */
    Answer patch(String path, String json) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(response);
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(baseUrl + path)).timeout(Duration.ofSeconds(30));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    /** Makes {@code customer_id} a unique property of contacts, as an account that is synchronised has it. */
    void createCustomerId() throws IOException, InterruptedException {
        Answer answer = post(
                "/crm/v3/properties/contacts",
                "{'name':'customer_id','label':'Customer','type':'string','fieldType':'text',"
                        + "'groupName':'contactinformation','hasUniqueValue':true}");
        if (answer.status() != 201) {
            throw new IllegalStateException("customer_id was not created: " + answer.body());
        }
    }

    /** A batch body out of inputs. */
    static String batch(String... inputs) {
        return "{'inputs':[" + String.join(",", inputs) + "]}";
    }

    /** An input by {@code customer_id}, with its id as its trace id. */
    static String customer(String id, String properties) {
        return "{'idProperty':'customer_id','id':'" + id + "','objectWriteTraceId':'trace-" + id + "','properties':"
                + properties + "}";
    }

    record Answer(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        JsonNode json() throws IOException {
            return JSON.readTree(response.body());
        }
    }
}
