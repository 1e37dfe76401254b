// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.quickstart;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.datafaker.Faker;

/** Customers as a shop's warehouse has them; the same seed makes the same customers. */
final class CustomerGenerator {

    /** One customer in so many has an email that no CRM takes. */
    private static final int INVALID_EVERY = 250;

    private static final List<String> SEGMENTS = List.of("vip", "returning", "wholesale", "newsletter", "at-risk");
    private static final LocalDate NEWEST_PURCHASE = LocalDate.of(2026, 11, 1);

    private final Random random;
    private final Faker faker;
    private int made;

    CustomerGenerator(long seed) {
        this.random = new Random(seed);
        this.faker = new Faker(Locale.ENGLISH, random);
    }

    /** The next customer: the first is invalid, so that there is one however few are made. */
    Customer next() {
        return make(made % INVALID_EVERY != 0);
    }

    /** A customer whose email the CRM will refuse. */
    Customer nextInvalid() {
        return make(false);
    }

    private Customer make(boolean validEmail) {
        int number = ++made;
        String first = faker.name().firstName();
        String last = faker.name().lastName();
        return new Customer(
                untidy(first),
                untidy(last),
                email(first, last, number, validEmail),
                validEmail,
                random.nextInt(10) == 0 ? null : faker.phoneNumber().cellPhone(),
                random.nextInt(4) == 0 ? null : faker.company().name(),
                faker.address().city(),
                faker.address().countryCode().toLowerCase(Locale.ROOT),
                faker.address().postcode(),
                random.nextInt(20) == 0 ? null : NEWEST_PURCHASE.minusDays(random.nextInt(900)),
                BigDecimal.valueOf(random.nextInt(2_000_000), 2),
                random.nextBoolean(),
                segments());
    }

    /** People type blanks around their names; cleaning them up is a job for a transform. */
    private String untidy(String name) {
        return random.nextInt(12) == 0 ? " " + name + " " : name;
    }

    /** The number keeps emails unique, as a CRM wants them. */
    private String email(String first, String last, int number, boolean valid) {
        String local = ascii(first) + "." + ascii(last) + "." + number;
        if (valid) {
            String email = local + "@example.com";
            return random.nextInt(10) == 0 ? email.toUpperCase(Locale.ROOT) : email;
        }
        return switch (random.nextInt(3)) {
            case 0 -> local + "(at)example.com";
            case 1 -> local + "@";
            default -> local + " @example.com";
        };
    }

    private static String ascii(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z]", "");
    }

    private List<String> segments() {
        List<String> chosen = new ArrayList<>();
        for (String segment : SEGMENTS) {
            if (random.nextInt(4) == 0) {
                chosen.add(segment);
            }
        }
        return chosen;
    }
}
