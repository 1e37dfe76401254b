// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.Activity;
import io.reverseetl.connect.jdbc.dialect.Failure;
import io.reverseetl.connect.jdbc.dialect.Guarantee;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.engine.BoundSettings;
import io.reverseetl.connect.jdbc.engine.FailureText;
import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.support.Problems;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which promise is in force for each table, in the log, or on the key that requires it; and whether open
 * transactions can be watched where the config says.
 */
final class GuaranteeCheck {

    private static final Logger log = LoggerFactory.getLogger(GuaranteeCheck.class);

    private GuaranteeCheck() {}

    static void run(SourceSettings settings, Session reading, Map<Relation, TableCursor> cursors, Problems problems)
            throws SQLException {
        Optional<Database> primary = LiveValidation.primary(settings);
        Optional<Guarantee> guarantee = primary.isPresent()
                ? onPrimary(settings, primary.get(), reading, problems)
                : Optional.of(reading.activity(request(settings, false)).guarantee());
        if (settings.wakeupChannel().isPresent() && guarantee.equals(Optional.of(Guarantee.DELAY_ON_STANDBY))) {
            problems.add(
                    OperationKeys.WAKEUP_CHANNEL,
                    "The server of connection.url is a standby, on which nobody can listen. Name its primary in"
                            + " watermark.connection.url.");
        }
        guarantee.ifPresent(found -> cursors.values().forEach(cursor -> check(settings, cursor, found, problems)));
    }

    private static void check(SourceSettings settings, TableCursor cursor, Guarantee guarantee, Problems problems) {
        Mode mode = settings.cursor(cursor.relation()).mode();
        if (mode == Mode.BULK) {
            return;
        }
        BoundSettings bounds = settings.reading().bounds();
        Optional<String> shortfall = mode.usesTimestamp()
                ? bounds.shortfall(guarantee, cursor.timestampType())
                : bounds.shortfall(guarantee);
        if (shortfall.isEmpty()) {
            log.info("{} is read by {}", cursor.relation().title(), bounds.inForce(guarantee));
        } else if (bounds.required()) {
            problems.add(
                    WatermarkKeys.REQUIRED,
                    "Rows of " + cursor.relation().label() + " can be missed: " + shortfall.get() + ". Mend that, or"
                            + " set watermark.required=false.");
        } else {
            log.warn("Rows of {} can be missed: {}", cursor.relation().label(), shortfall.get());
        }
    }

    /** What the primary shows; empty if it cannot be asked. */
    private static Optional<Guarantee> onPrimary(
            SourceSettings settings, Database database, Session reading, Problems problems) {
        try (Session primary = database.open()) {
            Activity seen = primary.activity(request(settings, true));
            if (seen.guarantee() == Guarantee.DELAY_ON_STANDBY) {
                problems.add(WatermarkKeys.WATERMARK_URL, "This server is a standby itself. Name the primary.");
                return Optional.empty();
            }
            if (!primary.catalog().equals(reading.catalog())) {
                problems.add(
                        WatermarkKeys.WATERMARK_URL,
                        "It leads to database " + primary.catalog() + ", but connection.url to " + reading.catalog()
                                + ". Name the same database of the primary.");
                return Optional.empty();
            }
            if (seen.logPosition().isPresent()) {
                boolean unused = reading.hasReplayed(seen.logPosition().get());
            }
            return Optional.of(seen.guarantee());
        } catch (SQLException e) {
            Failure failure = database.classify(e);
            problems.add(keyOf(failure), "The primary cannot be asked: " + FailureText.of(failure, e));
            return Optional.empty();
        }
    }

    private static Activity.Request request(SourceSettings settings, boolean logPosition) {
        return new Activity.Request(
                settings.watermark().excludedRoles(), settings.watermark().excludedApplications(), logPosition);
    }

    private static Key<?> keyOf(Failure failure) {
        return switch (failure) {
            case WRONG_PASSWORD -> WatermarkKeys.WATERMARK_PASSWORD;
            case WRONG_USER -> WatermarkKeys.WATERMARK_USER;
            default -> WatermarkKeys.WATERMARK_URL;
        };
    }
}
