// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.cluster;

/** The CRM simulator, or what takes its place, of a {@link Cluster}. */
public interface Crm extends AutoCloseable {

    /** Its address for this process. */
    String url();

    /** Its address for workers: what a connector's config has to say. */
    String urlForWorkers();

    /** The bearer token that it asks for. */
    String token();

    @Override
    void close();
}
