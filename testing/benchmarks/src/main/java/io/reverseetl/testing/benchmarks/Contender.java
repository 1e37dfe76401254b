// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import java.util.List;

/** One way to copy the customers into topics. */
interface Contender {

    /** Names it in the report. */
    String name();

    /** The bare loop that it is compared with, by name; its own for a loop. */
    String limit();

    /** The tables that it copies, which together have all rows. */
    List<String> tables();

    /** The process that does the work. */
    ProcessUse process();

    /** Starts to copy each table into the topic of its name behind the prefix. */
    Running start(String prefix);

    /** A copy under way; closing it frees what it used. */
    interface Running extends AutoCloseable {

        /** Throws if it has failed, with the reason. */
        void check();

        @Override
        void close();
    }
}
