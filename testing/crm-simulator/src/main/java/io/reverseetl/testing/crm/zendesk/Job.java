// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.zendesk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A call that is worked off later: queued, at work when it is looked at first, and over when it is looked at again.
 * Guarded by the lock of {@link Zendesk}.
 */
final class Job {

    private final String id;
    private final int total;
    private final boolean fails;
    private final IntFunction<Map<String, Object>> work;
    private final List<Map<String, Object>> results = new ArrayList<>();
    private String status = "queued";

    /**
     * @param fails whether it ends without having done anything
     * @param work does what is asked for the record at an index, and says what came of it
     */
    Job(String id, int total, boolean fails, IntFunction<Map<String, Object>> work) {
        this.id = id;
        this.total = total;
        this.fails = fails;
        this.work = work;
    }

    /** Somebody looks at it. */
    void proceed() {
        if (status.equals("queued")) {
            status = "working";
        } else if (status.equals("working") && fails) {
            status = "failed";
        } else if (status.equals("working")) {
            status = "completed";
            for (int index = 0; index < total; index++) {
                results.add(work.apply(index));
            }
        }
    }

    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", id);
        body.put("job_type", "Bulk Create Or Update User");
        body.put("total", total);
        body.put("progress", results.size());
        body.put("status", status);
        body.put("results", results);
        return Map.of("job_status", body);
    }
}
