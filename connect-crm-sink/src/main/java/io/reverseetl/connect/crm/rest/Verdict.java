// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

/** What a status means: of an answer, or of one record in it. */
enum Verdict {
    WRITTEN,
    /** It may succeed later. */
    RETRY,
    /** The records are to blame: a record by itself is rejected, several are halved until the guilty stand alone. */
    REFUSED,
    /** Nothing can succeed until somebody acts. */
    FATAL
}
