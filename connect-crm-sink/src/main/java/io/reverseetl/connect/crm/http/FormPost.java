// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.http;

import io.reverseetl.connect.crm.auth.TokenEndpoint;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Posts a form and waits for the answer, within the client's timeout. */
record FormPost(OkHttpClient client) implements TokenEndpoint {

    @Override
    public Answer post(URI url, Map<String, String> form) throws IOException {
        FormBody.Builder body = new FormBody.Builder();
        form.forEach(body::add);
        Request request = new Request.Builder()
                .url(url.toString())
                .header("Accept", "application/json")
                .post(body.build())
                .build();
        try (Response response = client.newCall(request).execute()) {
            HttpAnswer answer = HttpTransport.read(response);
            return new Answer(answer.status(), answer.body());
        }
    }
}
