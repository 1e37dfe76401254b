// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which statuses mean what: HTTP's numbers, and words or numbers of the CRM's own. No two entries overlap. */
final class StatusLists {

    private static final Pattern RANGE = Pattern.compile("(\\d{3})-(\\d{3})");

    /** Statuses, each by itself or from the first to the last of a range of numbers. */
    private record Entry(String text, int first, int last, Verdict verdict) {

        static Entry of(String text, Verdict verdict) {
            Matcher range = RANGE.matcher(text);
            if (range.matches()) {
                return new Entry(text, Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)), verdict);
            }
            int number = number(text);
            return new Entry(text, number, number, verdict);
        }

        boolean has(String status) {
            int number = number(status);
            return text.equals(status) || (number >= 0 && first <= number && number <= last);
        }

        boolean overlaps(Entry other) {
            return text.equals(other.text)
                    || (first >= 0 && other.first >= 0 && first <= other.last && other.first <= last);
        }

        private static int number(String text) {
            return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    /**
     * Reads the lists.
     *
     * @throws IllegalArgumentException if a status stands in two of them
     */
    static StatusLists of(Map<Verdict, List<String>> lists) {
        StatusLists statuses = new StatusLists();
        lists.forEach((verdict, list) -> list.forEach(text -> {
            Entry added = Entry.of(text, verdict);
            statuses.entries.stream()
                    .filter(entry -> entry.verdict != verdict && entry.overlaps(added))
                    .findFirst()
                    .ifPresent(entry -> {
                        throw new IllegalArgumentException(
                                "'" + text + "' cannot mean both: take it out of rest.status." + name(entry.verdict)
                                        + " or rest.status." + name(verdict) + ".");
                    });
            statuses.entries.add(added);
        }));
        return statuses;
    }

    private static String name(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    /** What a status means; nothing if no list has it. */
    Optional<Verdict> of(String status) {
        return entries.stream()
                .filter(entry -> entry.has(status))
                .map(Entry::verdict)
                .findFirst();
    }
}
