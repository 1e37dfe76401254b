// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.protection;

import io.reverseetl.connect.transforms.contact.PhoneNumber;
import io.reverseetl.connect.transforms.data.Edit;
import io.reverseetl.connect.transforms.data.FieldName;
import io.reverseetl.connect.transforms.data.Texts;
import io.reverseetl.connect.transforms.data.ValueKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.errors.DataException;

/** Digests of a value's text. Not thread-safe: each task has a transform of its own. */
final class Hashes {

    private static final Set<ValueKind> ACCEPTED = EnumSet.complementOf(EnumSet.of(ValueKind.OTHER));

    /** 128 bits: two of a billion values are the same token with a chance of 1 in 10^21. */
    private static final int TOKEN_BYTES = 16;

    private Hashes() {}

    /** What is hashed in place of a text, so that the same person has the same hash everywhere. */
    @FunctionalInterface
    private interface Normalisation {

        /** @throws DataException that names the field, if it is no such text */
        String of(FieldName field, String text);
    }

    static Action sha256(List<Object> given) {
        MessageDigest digest = sha256();
        return new Action.Plain(edit(
                "hash",
                normalisation(given),
                text -> HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)))));
    }

    static Action hmac(List<Object> given) {
        Normalisation normalisation = normalisation(given);
        return new Action.Keyed(
                key -> edit("hmac", normalisation, text -> HexFormat.of().formatHex(key.authenticate(text))));
    }

    /** A domain keeps tokens of the same value apart that nobody should be able to join. */
    static Action token(List<Object> given) {
        String domain = given.isEmpty() ? "" : (String) given.get(0);
        return new Action.Keyed(key -> edit("token", (field, text) -> text, text -> {
            byte[] code = key.authenticate(domain + '\0' + text);
            return "tok_"
                    + new String(Base64.getUrlEncoder().withoutPadding().encode(code), StandardCharsets.US_ASCII)
                            .substring(0, (TOKEN_BYTES * 8 + 5) / 6);
        }));
    }

    private static Edit edit(String name, Normalisation normalisation, UnaryOperator<String> digest) {
        return new ElementEdit(name, ACCEPTED, true, (field, kind, value) -> {
            String normal = normalisation.of(field, Texts.of(kind, value));
            // The hash of nothing tells as much as nothing, but looks like a value.
            return normal.isEmpty() ? normal : digest.apply(normal);
        });
    }

    private static Normalisation normalisation(List<Object> given) {
        if (given.isEmpty()) {
            return (field, text) -> text;
        }
        String name = (String) given.get(0);
        boolean isPhone = name.equals("phone") || name.equals("phone-digits");
        if (name.equals("text") && given.size() == 1) {
            return (field, text) -> text.strip().toLowerCase(Locale.ROOT);
        }
        if (!isPhone) {
            throw new IllegalArgumentException(
                    "there is no normalisation " + given + "; write 'text', 'phone' or 'phone-digits', the latter two"
                            + " with a region such as 'FR' if numbers may lack their country");
        }
        PhoneNumber number = given.size() == 1 ? PhoneNumber.international() : PhoneNumber.of((String) given.get(1));
        boolean digitsOnly = name.equals("phone-digits");
        return (field, text) -> {
            if (text.isBlank()) {
                return "";
            }
            String e164 = number.e164(text)
                    .orElseThrow(
                            () -> new DataException(
                                    "field '" + field + "' is no phone number"
                                            + (given.size() == 1 ? " that tells its country" : " of its region")
                                            + ". Mend it where it comes from, or check it by ValidateFields with on.failure=null before."));
            return digitsOnly ? e164.substring(1) : e164;
        };
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256, which every JVM has to have", e);
        }
    }
}
