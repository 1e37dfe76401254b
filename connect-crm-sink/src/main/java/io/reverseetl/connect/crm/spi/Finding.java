// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

/**
 * Something in the config that the CRM itself says is wrong.
 *
 * @param key the config key that is wrong
 * @param message what is wrong and what to do; never a secret
 */
public record Finding(String key, String message) {}
