// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import java.util.List;
import java.util.Random;

/** Texts that break what is pasted together, measured in bytes, or taken for granted. */
final class HostileText {

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\0",
            "\n",
            "\r\nX-Injected: 1",
            "'",
            "\"",
            "\\",
            "`",
            "';DROP TABLE customers;--",
            "\",\"id\":\"1\"}],\"x\":[{\"y\":\"",
            "{",
            "[",
            "}",
            "{id}",
            "{fields.",
            "{fields.x}",
            "{records}",
            "[\"{records}\"]",
            "{\"a\": \"{crm.id}\"}",
            "${env:NOBODY}",
            "${",
            "$1",
            "%s%n%",
            "..",
            ".",
            "../../x",
            "/",
            "//",
            "~1~",
            "/~2",
            "?a=b&c=d#e",
            "http://",
            "http://[::1",
            "https://user:pw@host/",
            "https://host:99999",
            "jdbc:postgresql://",
            "GET",
            "GET /{id}",
            "POST /x y",
            "TRACE /x",
            "0",
            "-1",
            "1",
            "2147483648",
            "-9223372036854775808",
            "9223372036854775807",
            "99999999999999999999999999",
            "1e999",
            "NaN",
            "0x10",
            "0.5",
            "true",
            "null",
            "undefined",
            "-",
            ",",
            ",,a,,",
            "a=b",
            "a=b.c,a=b.c",
            "a:ignore",
            "500-400",
            "200-",
            "key",
            "key.",
            "value.id",
            "*",
            "(?<",
            "(a+)+$",
            "#N/A",
            "\u202Eegnaro\u202C",
            "\u0645\u0631\u062D\u0628\u0627",
            "\uD83D\uDE00",
            "\uD83D",
            "\uDE00",
            "e\u0301",
            "\uFEFF",
            "\u2028",
            "\u0130",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----\nAAAAA\n-----END PRIVATE KEY-----",
            "x".repeat(10_000));

    private final Random random;

    HostileText(Random random) {
        this.random = random;
    }

    String next() {
        String text = TEXTS.get(random.nextInt(TEXTS.size()));
        return random.nextInt(4) > 0 ? text : text + TEXTS.get(random.nextInt(TEXTS.size()));
    }

    /** A text of which something is missing, or has something in it that does not belong there. */
    String damaged(String text) {
        String whole = String.valueOf(text);
        int from = random.nextInt(whole.length() + 1);
        int to = from + random.nextInt(whole.length() - from + 1);
        return switch (random.nextInt(4)) {
            case 0 -> whole.substring(0, from) + whole.substring(to);
            case 1 -> whole.substring(0, from) + next() + whole.substring(from);
            case 2 -> whole + whole.substring(from, to);
            default -> whole.substring(from, to);
        };
    }
}
