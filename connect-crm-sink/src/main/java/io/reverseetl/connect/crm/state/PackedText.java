// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.state;

/** Up to 18 ASCII characters in two longs, seven bits each: the CRM's ids are such texts, and there are millions. */
final class PackedText {

    private static final int BITS = 7;
    private static final int HALF = 9;

    private PackedText() {}

    static boolean fits(String text) {
        return text.length() <= 2 * HALF && text.chars().allMatch(character -> character > 0 && character < 1 << BITS);
    }

    static long first(String text) {
        return pack(text.substring(0, Math.min(HALF, text.length())));
    }

    static long second(String text) {
        return pack(text.substring(Math.min(HALF, text.length())));
    }

    static String unpack(long first, long second) {
        return unpack(first) + unpack(second);
    }

    private static long pack(String text) {
        return text.chars().asLongStream().reduce(0, (packed, character) -> packed << BITS | character);
    }

    private static String unpack(long packed) {
        StringBuilder text = new StringBuilder();
        for (long rest = packed; rest != 0; rest >>>= BITS) {
            text.append((char) (rest & (1 << BITS) - 1));
        }
        return text.reverse().toString();
    }
}
