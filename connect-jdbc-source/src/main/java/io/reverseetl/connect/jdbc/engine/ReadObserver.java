// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.engine;

import java.time.Duration;

/** Told of what happens in reading, by the reader thread, for whoever shows it. */
public interface ReadObserver {

    /** A stream's turn is over, and it worked. */
    void read(Stream stream, int rows, Duration took);

    /**
     * A stream's turn failed, or none was possible for want of a connection.
     *
     * @param code the SQLSTATE, or blank if there is none
     * @param retried whether it is tried again
     */
    void failed(Stream stream, String code, boolean retried);
}
