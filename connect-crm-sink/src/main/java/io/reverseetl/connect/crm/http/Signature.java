// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.http;

import io.reverseetl.connect.crm.auth.TokenSource;
import java.io.IOException;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Adds a token to each request; one that is refused is replaced, once.
 *
 * @param leadToApi whether a request goes to the host that came with the token, if one did
 */
record Signature(TokenSource tokens, boolean leadToApi) implements Interceptor {

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

    private Response send(Chain chain, String token) throws IOException {
        Request request = chain.request();
        return chain.proceed(request.newBuilder()
                .url(address(request.url()))
                .header(tokens.header(), tokens.headerValue(token))
                .build());
    }

    private HttpUrl address(HttpUrl asked) {
        return tokens.api()
                .filter(api -> leadToApi)
                .flatMap(api -> Optional.ofNullable(HttpUrl.parse(api.toString())))
                .map(api -> asked.newBuilder()
                        .scheme(api.scheme())
                        .host(api.host())
                        .port(api.port())
                        .build())
                .orElse(asked);
    }
}
