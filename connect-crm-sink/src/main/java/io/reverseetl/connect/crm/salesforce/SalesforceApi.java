// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where things are in one version of Salesforce's REST API.
 *
 * @param url the org's address, without a slash at its end
 * @param version for example {@code v62.0}
 */
record SalesforceApi(URI url, String version) {

    /** Creates or updates records by an external id field. */
    URI upsert(String object, String externalIdField) {
        return under("composite/sobjects/" + object + "/" + externalIdField);
    }

    /** Creates records, and updates them by Salesforce's own ids. */
    URI records() {
        return under("composite/sobjects");
    }

    URI delete(List<String> ids) {
        return under("composite/sobjects?allOrNone=false&ids=" + String.join(",", ids));
    }

    /** Creates jobs. */
    URI jobs() {
        return under("jobs/ingest");
    }

    /** What is known of a job, and how it is started and aborted. */
    URI job(String id) {
        return under("jobs/ingest/" + id);
    }

    /** Where a job's records are put. */
    URI jobRecords(String id) {
        return under("jobs/ingest/" + id + "/batches");
    }

    /**
     * A page of what has become of a job's records.
     *
     * @param locator what the page before names; empty for the first
     */
    URI jobResults(String id, String which, String locator) {
        return under("jobs/ingest/" + id + "/" + which + (locator.isEmpty() ? "" : "?locator=" + encoded(locator)));
    }

    URI query(String soql) {
        return under("query?q=" + encoded(soql));
    }

    /** What is known of an object type and its fields. */
    URI describe(String object) {
        return under("sobjects/" + object + "/describe");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private URI under(String resource) {
        return URI.create(url + "/services/data/" + version + "/" + resource);
    }
}
