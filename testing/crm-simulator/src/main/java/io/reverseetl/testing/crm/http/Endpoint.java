// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.http;

/** Answers a request; called by several threads at once. */
@FunctionalInterface
public interface Endpoint {

    Response answer(Exchange exchange);
}
