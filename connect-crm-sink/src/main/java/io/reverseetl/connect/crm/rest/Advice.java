// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.CrmJob;
import io.reverseetl.connect.crm.spi.Reason;

/** What to do about an answer that no retry will change: in the same words during validation and at work. */
record Advice(AdapterSettings settings) {

    String ofStatus(CallTemplate call, int status, String code) {
        String answered = "The CRM at " + settings.url() + " answered " + call.method() + " " + call.target()
                + " with HTTP " + status + named(code);
        if (status == 401 || status == 403) {
            return answered
                    + ": it refused the credentials or what they may do. Check auth.type and the keys of that kind.";
        }
        if (status >= 300 && status < 400) {
            return answered + ", a redirect, which is not followed as it would carry records elsewhere. Set crm.url to"
                    + " where the API is.";
        }
        if (status == 404 || status == 405) {
            return answered + ": it has no such call. Check crm.url, crm.object and the path.";
        }
        return answered + ": rest.status.fatal names it, or no list of statuses does. Mend the cause, or name it in"
                + " rest.status.retry or rest.status.refused; then restart the task.";
    }

    String ofLateJob(CrmJob job) {
        return "The CRM at " + settings.url() + " has not ended a job since " + job.since() + " (id "
                + Reason.word(job.id())
                + "). Look there what holds it up; then restart the task,"
                + " with a longer rest.job.timeout.ms if it just takes longer.";
    }

    String ofJob(String status) {
        return "The CRM at " + settings.url() + " ended a job with a status that rest.status.fatal names, or no list"
                + named(status)
                + ". Mend the cause, or name it in rest.job.status.running or one of rest.status.*; then"
                + " restart the task.";
    }

    String ofRecord(String code) {
        return "The CRM at " + settings.url() + " answered for a record with a status that rest.status.fatal names"
                + named(code) + ". Mend the cause, then restart the task.";
    }

    private static String named(String code) {
        String word = Reason.word(code);
        return word.isEmpty() ? "" : " (code=" + word + ")";
    }
}
