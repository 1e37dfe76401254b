// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.http;

import io.reverseetl.connect.crm.auth.Question;
import io.reverseetl.connect.crm.auth.TokenEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Asks for a token and waits for the answer, within the client's timeout. */
record TokenPost(OkHttpClient client) implements TokenEndpoint {

    @Override
    public Answer post(URI url, Question question) throws IOException {
        // As bytes: of a text the client would add the charset to the media type, which some endpoints do not know.
        byte[] body = question.body().getBytes(StandardCharsets.UTF_8);
        Request request = new Request.Builder()
                .url(url.toString())
                .header("Accept", "application/json")
                .post(RequestBody.create(body, MediaType.get(question.mediaType())))
                .build();
        try (Response response = client.newCall(request).execute()) {
            HttpAnswer answer = HttpTransport.read(response);
            return new Answer(answer.status(), answer.body());
        }
    }
}
