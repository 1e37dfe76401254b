// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Held while a cluster starts: between seeing that a port is free and listening on it, another cluster of the same user
 * could take it, and the two would then talk to each other's servers.
 */
final class StartLock {

    private final FileChannel file;

    private StartLock(FileChannel file) {
        this.file = file;
    }

    /** Waits until no other cluster of this user is starting. */
    static StartLock acquire() {
        Path path = Path.of(
                System.getProperty("java.io.tmpdir"),
                "reverse-etl-cluster-" + System.getProperty("user.name") + ".lock");
        try {
            FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            file.lock();
            return new StartLock(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot lock " + path + " while the cluster starts", e);
        }
    }

    /** Lets go; the empty file stays, as deleting it would let two others hold locks on two files. */
    void release() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot release the lock of the cluster's start", e);
        }
    }
}
