// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

/** Codes of reasons that are the sink's own and not the CRM's. The user guide has this table, and a test compares them. */
enum OwnCode {
    ANSWER_NOT_JSON(Verdict.RETRY, "a page, or half an answer: something between the sink and the CRM has answered"),
    SEARCH_NOT_UNDERSTOOD(
            Verdict.RETRY,
            "the search's answer has no objects where they should be; taken for none, it would make twins"),
    JOB_NOT_UNDERSTOOD(
            Verdict.RETRY,
            "the answer about a job has no status where it should be, or the one that begins it no id: it is asked, or sent, again"),
    OBJECT_GONE(Verdict.RETRY, "the object was deleted after the search had found it: the next search will tell"),
    OBJECT_NOT_FOUND(Verdict.REFUSED, "with `write.mode=update`: there is nothing to update"),
    SEARCH_AMBIGUOUS(
            Verdict.REFUSED, "several objects have this id, and any of them may be meant: merge them in the CRM"),
    ID_NOT_IN_A_PATH(Verdict.REFUSED, "the id is `.` or `..`, which in a URL is another place"),
    HEADER_NOT_ASCII(Verdict.REFUSED, "the header named in `fields` would hold line breaks or letters beyond ASCII"),
    VALUE_UNSUPPORTED(Verdict.REFUSED, "JSON has no bytes, and no numbers that are infinite or none");

    private final Verdict verdict;
    private final String why;

    OwnCode(Verdict verdict, String why) {
        this.verdict = verdict;
        this.why = why;
    }

    /** What becomes of the record. */
    Verdict verdict() {
        return verdict;
    }

    String why() {
        return why;
    }
}
