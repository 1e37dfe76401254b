// SPDX-License-Identifier: Apache-2.0
/**
 * A server that speaks JSON-RPC, as Odoo does: an error has HTTP status 200 and takes back the whole call. It may use {@code http}, {@code store},
 * {@code quota} and the port {@code calls.Crm}.
 */
@NullMarked
package io.reverseetl.testing.crm.jsonrpc;

import org.jspecify.annotations.NullMarked;
