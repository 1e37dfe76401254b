// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.spi.CommonKeys;
import io.reverseetl.connect.support.Key;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.types.Password;

/** The config keys that say how requests prove who sends them. */
final class AuthKeys {

    private static final String GROUP = "Authorization";

    /** How a request proves who sends it. */
    enum Type {
        BEARER,
        BASIC,
        HEADER,
        CLIENT_CREDENTIALS,
        REFRESH_TOKEN,
        JWT_BEARER,
        LOGIN,
        NONE
    }

    static final Key<Type> TYPE = Key.choice(CommonKeys.AUTH_TYPE, Type.class, AuthKeys::spelling)
            .defaultsTo("bearer")
            .group(GROUP)
            .importance(Importance.MEDIUM)
            .doc("How requests prove who sends them: `bearer` (with `auth.token`), `basic` (`auth.username`,"
                    + " `auth.password`), `header` (`auth.header.name` with `auth.token`), the OAuth 2.0 grants"
                    + " `client-credentials` (`auth.client.*`), `refresh-token` (`auth.client.*`, `auth.refresh.token`)"
                    + " and `jwt-bearer` (`auth.client.id`, `auth.jwt.*`), each with `auth.token.url`, `login` for a"
                    + " session (`auth.token.url`, `auth.login.*`), or `none`.");

    static final Key<Password> TOKEN = Key.secret(CommonKeys.AUTH_TOKEN)
            .optional()
            .group(GROUP)
            .importance(Importance.HIGH)
            .doc(
                    "The token for `auth.type=bearer`, for example that of a HubSpot private app, or the key for"
                            + " `auth.type=header`. Give it by a config provider, so that it is not in the connector's config.");

    static final Key<String> HEADER_NAME = Key.text("auth.header.name")
            .defaultsTo("X-API-Key")
            .group(GROUP)
            .importance(Importance.LOW)
            .doc("The header that holds `auth.token` for `auth.type=header`.");

    static final Key<String> USERNAME = Key.text("auth.username")
            .optional()
            .group(GROUP)
            .importance(Importance.LOW)
            .doc("The user for `auth.type=basic` and `auth.type=login`.");

    static final Key<Password> PASSWORD =
            secret("auth.password").doc("The password for `auth.type=basic` and `auth.type=login`.");

    static final Key<String> TOKEN_URL = Key.text("auth.token.url")
            .optional()
            .group(GROUP)
            .importance(Importance.MEDIUM)
            .width(Width.LONG)
            .doc("Where tokens are got, for example `https://mycompany.my.salesforce.com/services/oauth2/token`.");

    static final Key<String> CLIENT_ID = Key.text("auth.client.id")
            .optional()
            .group(GROUP)
            .importance(Importance.MEDIUM)
            .doc("The client id of the app for the OAuth 2.0 grants.");

    static final Key<Password> CLIENT_SECRET = secret("auth.client.secret")
            .doc("The client secret of the app for `client-credentials` and `refresh-token`.");

    static final Key<String> SCOPE = Key.text("auth.scope")
            .optional()
            .group(GROUP)
            .importance(Importance.LOW)
            .doc("The scopes to ask for with `client-credentials`, separated by blanks. By default what the app"
                    + " has.");

    static final Key<Password> REFRESH_TOKEN =
            secret("auth.refresh.token").doc("The refresh token for `auth.type=refresh-token`.");

    static final Key<Password> JWT_KEY = secret("auth.jwt.key")
            .doc("The RSA private key for `auth.type=jwt-bearer`, in PEM (PKCS #8, not encrypted).");

    static final Key<String> JWT_SUBJECT = Key.text("auth.jwt.subject")
            .optional()
            .group(GROUP)
            .importance(Importance.LOW)
            .doc("The user for whom `jwt-bearer` asks, for example that of Salesforce.");

    static final Key<String> JWT_AUDIENCE = Key.text("auth.jwt.audience")
            .optional()
            .group(GROUP)
            .importance(Importance.LOW)
            .doc("The audience for `jwt-bearer`, for example `https://login.salesforce.com`. By default"
                    + " `auth.token.url` without its path.");

    static final Key<String> LOGIN_BODY = Key.text("auth.login.body")
            .defaultsTo("{\"username\": \"{username}\", \"password\": \"{password}\"}")
            .group(GROUP)
            .importance(Importance.LOW)
            .width(Width.LONG)
            .doc(
                    "The JSON that is posted to `auth.token.url` for `auth.type=login`. In its texts `{username}`, `{password}`,"
                            + " `{client.id}` and `{client.secret}` stand for the keys `auth.*` of that name; secrets do not belong here.");

    static final Key<String> LOGIN_TOKEN_PATH = Key.text("auth.login.token.path")
            .defaultsTo("/token")
            .group(GROUP)
            .importance(Importance.LOW)
            .doc("Where the answer to a login has the session's token, as a JSON pointer, for example"
                    + " `/data/token`.");

    static final Key<String> LOGIN_EXPIRES_PATH = Key.text("auth.login.expires.path")
            .defaultsTo("/expires_in")
            .group(GROUP)
            .importance(Importance.LOW)
            .doc("Where the answer to a login says how many seconds the session lives, as a JSON pointer. A session of"
                    + " which nothing is said there is used until the CRM refuses it with 401.");

    static final Key<String> LOGIN_HEADER = Key.text("auth.login.header")
            .defaultsTo("Authorization: Bearer {token}")
            .group(GROUP)
            .importance(Importance.LOW)
            .width(Width.LONG)
            .doc("The header that carries the session's token, for example `Cookie: session={token}`.");

    private AuthKeys() {}

    private static Key<Password> secret(String name) {
        return Key.secret(name).optional().group(GROUP).importance(Importance.MEDIUM);
    }

    static List<Key<?>> all() {
        return List.of(
                TYPE,
                TOKEN,
                HEADER_NAME,
                USERNAME,
                PASSWORD,
                TOKEN_URL,
                CLIENT_ID,
                CLIENT_SECRET,
                SCOPE,
                REFRESH_TOKEN,
                JWT_KEY,
                JWT_SUBJECT,
                JWT_AUDIENCE,
                LOGIN_BODY,
                LOGIN_TOKEN_PATH,
                LOGIN_EXPIRES_PATH,
                LOGIN_HEADER);
    }

    static String spelling(Type type) {
        return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
