// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Slice;
import io.reverseetl.connect.jdbc.dialect.TableName;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table or query, or a part of a table that has offsets of its own. Its text form names it in offsets and task configs and is frozen:
 * that of the table, and behind a hash, which a table's own name has in quotes only, that of the part.
 *
 * @param part {@code range-3}, {@code bucket-17}, {@code request}, {@code sync}; empty for the table as a whole
 */
public record TablePart(Relation relation, String part) {

    public static final String REQUEST = "request";
    public static final String SYNC = "sync";

    private static final String RANGE = "range-";
    private static final String SLICE = "slice-";
    private static final Pattern TEXT =
            Pattern.compile("(?<table>.*)#(?<part>(range|bucket|slice)-\\d{1,3}(-of-\\d{1,3})?|request|sync)");

    public static TablePart whole(Relation relation) {
        return new TablePart(relation, "");
    }

    /** A range of the table's keys, counted from 1. */
    public static TablePart range(TableName table, int number) {
        return new TablePart(table, RANGE + number);
    }

    /** Rows of one bucket, which have their offsets together. */
    public static TablePart bucket(TableName table, int number) {
        return new TablePart(table, "bucket-" + number);
    }

    /** Some of a table's buckets, counted from 0: read by one task, and without an offset of its own. */
    public static TablePart slice(TableName table, int number, int of) {
        return new TablePart(table, SLICE + number + "-of-" + of);
    }

    /** Rows that were asked for besides. */
    public static TablePart request(TableName table) {
        return new TablePart(table, REQUEST);
    }

    /** The question whether all that was committed has been read. */
    public static TablePart sync(Relation relation) {
        return new TablePart(relation, SYNC);
    }

    public boolean isWhole() {
        return part.isEmpty();
    }

    /** The number of a range; empty for anything else. */
    public Optional<Integer> range() {
        return part.startsWith(RANGE) ? Optional.of(Integer.valueOf(part.substring(RANGE.length()))) : Optional.empty();
    }

    /** The slice, with the positions of its buckets yet to be found; empty for anything else. */
    public Optional<Slice> slice() {
        if (!part.startsWith(SLICE)) {
            return Optional.empty();
        }
        String[] numbers = part.substring(SLICE.length()).split("-of-", -1);
        return Optional.of(new Slice(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Map.of()));
    }

    /** Reads the text form back; empty if it is not one. */
    public static Optional<TablePart> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? TableName.parse(parts.group("table")).map(table -> new TablePart(table, parts.group("part")))
                : TableName.parse(text).map(TablePart::whole);
    }

    @Override
    public String toString() {
        return isWhole() ? relation.toString() : relation + "#" + part;
    }
}
