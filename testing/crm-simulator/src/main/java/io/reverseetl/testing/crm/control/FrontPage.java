// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.control;

import io.reverseetl.testing.crm.http.Endpoint;
import io.reverseetl.testing.crm.http.Exchange;
import io.reverseetl.testing.crm.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/** The page at {@code /}, which shows what happens; whatever else is asked there is for the CRM behind it. */
public final class FrontPage implements Endpoint {

    private final Endpoint behind;
    private final Response page;

    public FrontPage(Endpoint behind) {
        this.behind = behind;
        String html = read();
        // What the page shows was written by others. It shows it as text; should it ever not, nothing of it may run.
        String policy = "default-src 'none'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'; style-src " + hash(html, "style") + "; script-src " + hash(html, "script");
        page = Response.html(200, html)
                .withHeaders(Map.of(
                        "Content-Security-Policy", policy,
                        "X-Content-Type-Options", "nosniff",
                        "Cache-Control", "no-store"));
    }

    private static String read() {
        try (InputStream page = FrontPage.class.getResourceAsStream("page.html")) {
            return new String(Objects.requireNonNull(page).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What allows this very element, and no other of its kind. */
    private static String hash(String html, String element) {
        int start = html.indexOf("<" + element + ">") + element.length() + 2;
        String text = html.substring(start, html.indexOf("</" + element + ">", start));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    @Override
    public Response answer(Exchange exchange) {
        boolean asked = exchange.method().equals("GET") && exchange.path().equals("/");
        return asked ? page : behind.answer(exchange);
    }
}
