// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

/** How long a job is left alone between two questions: the longer it has taken, the longer. */
final class JobWaits {

    private static final double FIRST_MILLIS = 500;
    private static final double GROWTH = 1.5;
    private static final long LONGEST_MILLIS = 30_000;

    private JobWaits() {}

    /** The wait before a question, of which there were so many before it: none before the first. */
    static long beforeQuestion(int questionsBefore) {
        return questionsBefore == 0
                ? 0
                : (long) Math.min(LONGEST_MILLIS, FIRST_MILLIS * Math.pow(GROWTH, questionsBefore - 1.0));
    }
}
