// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms;

import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.transforms.data.FieldEdits;
import io.reverseetl.connect.transforms.protection.Protection;
import io.reverseetl.connect.transforms.protection.SecretKey;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** The config of {@link ProtectFields}, parsed. */
record ProtectFieldsSettings(FieldEdits edits) {

    /** What becomes of a field that is not named. */
    enum Unnamed {
        KEEP,
        DROP
    }

    /** A key that can be guessed protects nothing. */
    private static final int LEAST_KEY_CHARACTERS = 32;

    static final Key<String> FIELDS = Key.text("fields")
            .validated(TransformConfig.readable(
                    ProtectFieldsSettings::check, "entries `field: function`, separated by `;` or a line break"))
            .importance(Importance.HIGH)
            .width(Width.LONG)
            .doc("What becomes of which field: entries `field: function`, separated by `;` or a line break. A path with"
                    + " dots reaches into nested structs and maps. Functions: " + Protection.usages()
                    + ". Null stays null.");

    static final Key<Unnamed> UNNAMED = Key.choice(
                    "unnamed", Unnamed.class, choice -> choice.name().toLowerCase(Locale.ROOT))
            .defaultsTo("keep")
            .importance(Importance.HIGH)
            .doc(
                    "What becomes of a field that `fields` does not name: `keep` leaves it as it is, `drop` makes `fields` an"
                            + " allow-list, so that a new column does not leak by itself.");

    static final Key<Password> KEY = Key.secret("key")
            .optional()
            .validated(new LongEnough())
            .importance(Importance.HIGH)
            .doc("The secret key of `hmac` and `token`, " + LEAST_KEY_CHARACTERS + " characters at least, for example"
                    + " what `openssl rand -hex 32` prints. Take it from a config provider. Whoever changes it changes"
                    + " every hash and token.");

    static final ConfigDef CONFIG_DEF = Key.define(List.of(FIELDS, UNNAMED, KEY));

    static ProtectFieldsSettings parse(Map<String, ?> config) {
        TransformConfig.refuseUnknownKeys(config, CONFIG_DEF);
        Map<String, Object> values = CONFIG_DEF.parse(config);
        Optional<SecretKey> key = KEY.optionalIn(values).map(secret -> SecretKey.of(secret.value()));
        try {
            return new ProtectFieldsSettings(
                    Protection.parse(FIELDS.in(values)).edits(UNNAMED.in(values) == Unnamed.KEEP, key));
        } catch (IllegalArgumentException e) {
            ConfigException refused = new ConfigException(KEY + ": " + e.getMessage());
            refused.initCause(e);
            throw refused;
        }
    }

    /** All but whether the key is there, which is another key's business. */
    private static void check(String fields) {
        Protection.parse(fields).edits(true, Optional.of(SecretKey.of("any")));
    }

    private static final class LongEnough implements ConfigDef.Validator {

        @Override
        public void ensureValid(String name, Object value) {
            if (value instanceof Password secret && secret.value().length() < LEAST_KEY_CHARACTERS) {
                throw new ConfigException(
                        name + ": the key is too short to be a secret; write " + this + ", all of them random");
            }
        }

        @Override
        public String toString() {
            return LEAST_KEY_CHARACTERS + " characters at least";
        }
    }
}
