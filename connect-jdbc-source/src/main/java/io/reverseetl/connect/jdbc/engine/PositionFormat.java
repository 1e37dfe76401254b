// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import io.reverseetl.connect.jdbc.dialect.Position;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A position as it is stored between runs: {@code {"v": 1, "ts": "2026-11-23 04:33:00.123456+00", "key":
 * "{\"customer_id\":\"42\"}"}}, or with {@code "key": "{}"} for the place before every row of that time; or with {@code
 * run}, the time at which a run of mode bulk began, in place of {@code ts}. The format is frozen; one that reads
 * differently gets another version.
 */
public final class PositionFormat {

    static final String VERSION = "v";
    static final long CURRENT = 1;
    static final String TIMESTAMP = "ts";
    static final String KEY = "key";
    static final String RUN = "run";

    private PositionFormat() {}

    /** Costs nothing until somebody looks into it. */
    public static Map<String, Object> write(Position position) {
        return new StoredPosition(position);
    }

    /**
     * Reads a stored position.
     *
     * @throws IllegalArgumentException if it is not one of this version; the message says why
     */
    public static Position read(Map<String, ?> stored) {
        if (!(stored.get(VERSION) instanceof Number version) || version.longValue() != CURRENT) {
            throw new IllegalArgumentException("\"v\" must be " + CURRENT + ", the version of the format");
        }
        Set<String> known = Set.of(VERSION, TIMESTAMP, RUN, KEY);
        stored.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "\"" + name + "\" is not a field of an offset; these are v, ts, run and key");
                });
        @Nullable Object timestamp = stored.get(TIMESTAMP);
        if (timestamp != null && !(timestamp instanceof String)) {
            throw new IllegalArgumentException("\"ts\" must be text, as the database writes a timestamp in UTC");
        }
        Map<String, String> key = key(stored.get(KEY));
        if (key.isEmpty() && timestamp == null) {
            throw new IllegalArgumentException("\"key\" may be {} only beside a \"ts\", to read from that time on");
        }
        return new Position(Optional.ofNullable((String) timestamp), key, run(stored.get(RUN)));
    }

    private static Optional<Instant> run(@Nullable Object stored) {
        try {
            return Optional.ofNullable(stored).map(text -> Instant.parse(String.valueOf(text)));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "\"run\" must be the time at which a run began, such as 2026-11-23T04:33:00Z");
        }
    }

    private static Map<String, String> key(@Nullable Object stored) {
        try {
            if (stored instanceof String json) {
                return JsonTexts.readObject(json);
            }
        } catch (IllegalArgumentException e) {
            // Said below, in the words of an offset.
        }
        throw new IllegalArgumentException(
                "\"key\" must be text that holds a JSON object of texts by column, such as {\"id\":\"42\"}");
    }
}
