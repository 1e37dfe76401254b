// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

/**
 * What is too much within a window.
 *
 * @param maxRejectedPercent of the records; 100 for no limit
 * @param maxDeletes objects that a task takes away
 */
public record GuardSettings(int maxRejectedPercent, int maxDeletes, long windowMillis) {

    /** Nothing is too much. */
    public static final GuardSettings NONE = new GuardSettings(100, Integer.MAX_VALUE, Long.MAX_VALUE);
}
