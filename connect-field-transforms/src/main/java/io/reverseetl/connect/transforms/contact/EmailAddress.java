// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.contact;

import java.util.regex.Pattern;

/**
 * What an email address looks like: {@code local@domain.tld}, without quotes, comments and IP addresses. Whether anybody
 * reads what is sent to it, only sending tells.
 */
public final class EmailAddress {

    private static final int MOST_CHARACTERS = 254;

    /** Each part is bounded by a character that it cannot hold, so that no text takes more than one pass. */
    private static final Pattern FORM =
            Pattern.compile("(?!.{65,}@)[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]++(?:\\.[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]++)*+"
                    + "@(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.)++"
                    + "(?!\\p{N}+$)[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])");

    private EmailAddress() {}

    public static boolean isValid(String text) {
        return text.length() <= MOST_CHARACTERS && FORM.matcher(text).matches();
    }
}
