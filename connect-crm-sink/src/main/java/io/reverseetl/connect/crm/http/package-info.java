// SPDX-License-Identifier: Apache-2.0
/**
 * One small HTTP client for all adapters: requests and answers are JSON text, calls are asynchronous and bounded in
 * time and size. The only package that may use OkHttp; of ours it may use {@code auth}.
 */
@NullMarked
package io.reverseetl.connect.crm.http;

import org.jspecify.annotations.NullMarked;
