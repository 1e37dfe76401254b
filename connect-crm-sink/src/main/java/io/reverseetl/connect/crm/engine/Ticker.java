// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

/** A clock that only measures: it never steps back, and says nothing about the time of day. */
@FunctionalInterface
public interface Ticker {

    /** Milliseconds since some moment. */
    long millis();
}
