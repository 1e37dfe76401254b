// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import io.reverseetl.connect.jdbc.engine.HoldAction;
import io.reverseetl.connect.jdbc.engine.MarginMode;
import io.reverseetl.connect.support.Key;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.types.Password;

/** The config keys of the bound that rows of open transactions are held behind. In the order in which a user interface shows them. */
final class WatermarkKeys {

    private static final String GROUP = "Watermark";

    static final Key<Duration> MARGIN = Key.millis("watermark.margin.ms")
            .defaultsTo(1_000L)
            .between(0, 3_600_000)
            .group(GROUP)
            .importance(LOW)
            .doc("Kept between the oldest open transaction and the newest row read for good. It covers the instant"
                    + " between a transaction's taking its start time and showing it.");

    static final Key<MarginMode> MARGIN_MODE = Key.choice(
                    "watermark.margin.mode", MarginMode.class, MarginMode::spelling)
            .defaultsTo(MarginMode.WAIT.spelling())
            .group(GROUP)
            .doc("How the margin is paid for: `wait` reads rows so much later; `look-back` reads them at once, and"
                    + " the margin again at each look. Only `wait` goes with exactly once: after a restart, `look-back`"
                    + " can repeat the margin.");

    static final Key<List<String>> EXCLUDE_ROLES = Key.list("watermark.exclude.roles")
            .defaultsTo(List.of())
            .group(GROUP)
            .doc("Roles whose transactions are not waited for, as they never write to the tables, for example that"
                    + " of a nightly dump. What they write all the same can be missed.");

    static final Key<List<String>> EXCLUDE_APPLICATIONS = Key.list("watermark.exclude.application.names")
            .defaultsTo(List.of())
            .group(GROUP)
            .doc("Applications, by `application_name`, whose transactions are not waited for, as they never write"
                    + " to the tables, for example `pg_dump`. What they write all the same can be missed.");

    static final Key<Duration> MAX_HOLD = Key.millis("watermark.max.hold.ms")
            .defaultsTo(600_000L)
            .between(0, 30L * 86_400_000)
            .group(GROUP)
            .doc("The age of an open transaction at which `watermark.max.hold.action` is taken; `0` for never.");

    static final Key<HoldAction> HOLD_ACTION = Key.choice(
                    "watermark.max.hold.action", HoldAction.class, HoldAction::spelling)
            .defaultsTo(HoldAction.WAIT.spelling())
            .group(GROUP)
            .doc("What is done about a transaction that holds new rows back for longer than"
                    + " `watermark.max.hold.ms`: `wait` warns and waits, `proceed` warns and reads on, so that what it"
                    + " commits later can be missed, `fail` fails the task.");

    static final Key<String> WATERMARK_URL = Key.text("watermark.connection.url")
            .optional()
            .group(GROUP)
            .doc(
                    "JDBC URL of the primary, if `connection.url` is that of a standby: a standby does not show its primary's"
                            + " open transactions. Rows are then read from the standby once it has replayed what was seen.");

    static final Key<String> WATERMARK_USER = Key.text("watermark.connection.user")
            .optional()
            .group(GROUP)
            .doc("The role on the primary, which needs `pg_read_all_stats`. By default `connection.user`.");

    static final Key<Password> WATERMARK_PASSWORD = Key.secret("watermark.connection.password")
            .optional()
            .group(GROUP)
            .doc("The password on the primary. By default `connection.password`.");

    static final Key<Boolean> REQUIRED = Key.flag("watermark.required")
            .defaultsTo(false)
            .group(GROUP)
            .doc("Whether a config is refused, and the task fails, where rows can be missed because only a delay"
                    + " is in force. The message says why it is. Without it the log says for each table which of the"
                    + " two is in force.");

    static final List<Key<?>> ALL = List.of(
            MARGIN,
            MARGIN_MODE,
            EXCLUDE_ROLES,
            EXCLUDE_APPLICATIONS,
            MAX_HOLD,
            HOLD_ACTION,
            WATERMARK_URL,
            WATERMARK_USER,
            WATERMARK_PASSWORD,
            REQUIRED);

    private WatermarkKeys() {}
}
