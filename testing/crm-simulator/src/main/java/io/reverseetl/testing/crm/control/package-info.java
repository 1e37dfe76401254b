// SPDX-License-Identifier: Apache-2.0
/**
 * The paths under {@code /_/}, for tests and pages: what has happened so far, and what shall go wrong next. They need
 * no token and use no quota. The page at {@code /} shows it. It may use {@code http}, {@code store}, {@code calls}, {@code
 * faults} and {@code quota}, and no CRM.
 */
@NullMarked
package io.reverseetl.testing.crm.control;

import org.jspecify.annotations.NullMarked;
