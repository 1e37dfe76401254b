// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.http;

import io.reverseetl.connect.crm.auth.TokenSource;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Adds a token to each request; one that is refused is replaced, once. */
record Signature(TokenSource tokens) implements Interceptor {

    private static final int UNAUTHORIZED = 401;

    @Override
    public Response intercept(Chain chain) throws IOException {
        String token = tokens.token();
        Response response = send(chain, token);
        if (response.code() != UNAUTHORIZED) {
            return response;
        }
        response.close();
        tokens.refused(token);
        return send(chain, tokens.token());
    }

    private static Response send(Chain chain, String token) throws IOException {
        return chain.proceed(chain.request()
                .newBuilder()
                .header("Authorization", "Bearer " + token)
                .build());
    }
}
