// SPDX-License-Identifier: Apache-2.0
/** What the README promises, shown on the shipped archives in worker processes. */
package io.reverseetl.systemtests;
