// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The script's figures and the connectors'. */
record ScriptReport(int rows, int latencyMillis, List<Line> lines) implements Report {

    /**
     * One way to bring the rows.
     *
     * @param faultRate the share of calls that the CRM fails
     * @param runs how often it was started
     * @param seconds from its start to the last write that the CRM accepted
     * @param calls requests to write, answered or not
     * @param missing rows that the CRM does not have at the end
     * @param repeated writes of a row that the CRM had already
     */
    record Line(
            String what,
            double faultRate,
            int runs,
            double seconds,
            double rowsPerSecond,
            long calls,
            long missing,
            long repeated) {

        private String markdown() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %.0f%% | %d | %.1f | %,.0f | %,d | %,d | %,d |\n",
                    what,
                    100 * faultRate,
                    runs,
                    seconds,
                    rowsPerSecond,
                    calls,
                    missing,
                    repeated);
        }
    }

    @Override
    public String markdown() {
        return String.format(
                Locale.ROOT,
                """
                %,d rows, a CRM that answers after %d ms; %s

                | | calls that fail | runs | seconds | rows/s | calls | rows missing | written once more |
                | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
                %s""",
                rows,
                latencyMillis,
                Report.machine(),
                lines.stream().map(Line::markdown).collect(Collectors.joining()));
    }
}
