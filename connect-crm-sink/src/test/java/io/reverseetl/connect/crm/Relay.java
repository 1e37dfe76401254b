// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/** Asks a simulator what it says to a request. */
final class Relay {

    private final String url;
    private final HttpClient http = HttpClient.newHttpClient();

    Relay(String url) {
        this.url = url;
    }

    SpoiltAnswer.Right ask(AnsweringServer.Request request) {
        HttpRequest.Builder asked = HttpRequest.newBuilder(URI.create(url + request.target()))
                .method(request.method(), HttpRequest.BodyPublishers.ofString(request.body()));
        if (!request.contentType().isEmpty()) {
            asked.header("Content-Type", request.contentType());
        }
        try {
            HttpResponse<String> answer = http.send(asked.build(), HttpResponse.BodyHandlers.ofString());
            Map<String, String> headers = new HashMap<>();
            answer.headers().firstValue("Sforce-Locator").ifPresent(locator -> headers.put("Sforce-Locator", locator));
            return new SpoiltAnswer.Right(answer.statusCode(), headers, answer.body());
        } catch (IOException | IllegalArgumentException e) {
            throw new AssertionError(request.method() + " " + request.target(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
