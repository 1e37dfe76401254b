// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.cluster.JsonHttp;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How many calls a sink needs that wastes none: every batch is full, a batch that is refused as a whole is halved until
 * the guilty records stand alone, and a call that is lost is made once more.
 *
 * @param batchSize how many records the CRM takes in one call
 */
record CallOracle(int batchSize) {

    /**
     * The calls for records that are sent in their order, if none is lost.
     *
     * @param refusesBatch whether the CRM refuses a whole batch because of the record at this place
     */
    int calls(int records, IntPredicate refusesBatch) {
        return IntStream.iterate(0, from -> from < records, from -> from + batchSize)
                .map(from -> calls(from, Math.min(records, from + batchSize), refusesBatch))
                .sum();
    }

    private static int calls(int from, int to, IntPredicate refusesBatch) {
        boolean goesThrough = IntStream.range(from, to).noneMatch(refusesBatch);
        if (goesThrough || to - from == 1) {
            return 1;
        }
        int middle = (from + to + 1) / 2;
        return 1 + calls(from, middle, refusesBatch) + calls(middle, to, refusesBatch);
    }

    /**
     * What a simulated CRM has been asked.
     *
     * @param all calls, whatever came of them
     * @param lost calls that the CRM was told to answer wrongly, each of which has to be made once more
     */
    record Calls(int all, int lost) {

        /** Counts the calls to paths with this end. */
        static Calls to(JsonHttp crm, String pathEnd) {
            int all = 0;
            int lost = 0;
            for (JsonNode call :
                    crm.send("GET", "/_/calls?limit=1000000", null).orThrow().path("calls")) {
                if (call.path("path").asText().endsWith(pathEnd)) {
                    String fault = call.path("fault").asText("");
                    all++;
                    lost += fault.isEmpty() || fault.equals("delay") ? 0 : 1;
                }
            }
            return new Calls(all, lost);
        }
    }
}
