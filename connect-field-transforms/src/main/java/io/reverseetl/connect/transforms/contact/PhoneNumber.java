// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Locale;
import java.util.Optional;

/** Phone numbers by the numbering plans of all countries. */
public final class PhoneNumber {

    /** What libphonenumber calls a number that has to tell its country itself. */
    private static final String NO_REGION = "ZZ";

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final String region;

    private PhoneNumber(String region) {
        this.region = region;
    }

    /** Numbers that tell their country, as in {@code +33 1 23 45 67 89}. */
    public static PhoneNumber international() {
        return new PhoneNumber(NO_REGION);
    }

    /**
     * Numbers that are of one region where they tell no other.
     *
     * @param region two letters, ISO 3166
     * @throws IllegalArgumentException if there is no such region
     */
    public static PhoneNumber of(String region) {
        PhoneNumber of = new PhoneNumber(region.toUpperCase(Locale.ROOT));
        if (!of.numbers.getSupportedRegions().contains(of.region)) {
            throw new IllegalArgumentException("there is no region '" + region + "'; write two letters such as 'FR'");
        }
        return of;
    }

    /** The number in the form E.164, {@code +33123456789}; nothing if the text is no number of any plan. */
    public Optional<String> e164(String text) {
        try {
            Phonenumber.PhoneNumber number = numbers.parse(text, region);
            return numbers.isValidNumber(number)
                    ? Optional.of(numbers.format(number, PhoneNumberFormat.E164))
                    : Optional.empty();
        } catch (NumberParseException e) {
            // Its message may hold the text.
            return Optional.empty();
        }
    }
}
