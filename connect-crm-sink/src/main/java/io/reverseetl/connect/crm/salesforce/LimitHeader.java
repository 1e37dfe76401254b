// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.spi.QuotaReading;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code Sforce-Limit-Info: api-usage=10018/100000}: the org's calls of the last 24 hours, and how many it has. */
final class LimitHeader {

    /** Behind it may stand what one app has used, in the same form. */
    private static final Pattern USAGE = Pattern.compile("(?:^|[\\s;,])api-usage=(\\d{1,12})/(\\d{1,12})");

    private LimitHeader() {}

    static QuotaReading of(HttpAnswer answer) {
        return answer.header("sforce-limit-info")
                .map(USAGE::matcher)
                .filter(Matcher::find)
                .map(usage -> reading(Long.parseLong(usage.group(1)), Long.parseLong(usage.group(2))))
                .orElse(QuotaReading.NONE);
    }

    /** More than there are may have been used: Salesforce lets an org go beyond its limit for a while. */
    private static QuotaReading reading(long used, long limit) {
        return new QuotaReading(
                Optional.empty(),
                OptionalInt.empty(),
                OptionalLong.of(limit),
                OptionalLong.of(Math.max(0, limit - used)));
    }
}
