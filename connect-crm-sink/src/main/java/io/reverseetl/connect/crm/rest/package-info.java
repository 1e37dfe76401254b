// SPDX-License-Identifier: Apache-2.0
/**
 * Any CRM with JSON over HTTP, described by config alone: its calls are templates, and its answers are read at places
 * that are JSON pointers. May use {@code spi}, {@code http}, the refused grant of {@code auth}, the shared support
 * classes and Jackson.
 */
@NullMarked
package io.reverseetl.connect.crm.rest;

import org.jspecify.annotations.NullMarked;
