// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.engine;

/** What becomes of the object that a record key had, when the record comes with another external id. */
public enum IdChange {
    /** It lives on under the new id. */
    REKEY,
    /** It is put away, and the record is written under its new id as any other. */
    ARCHIVE,
    /** It is left as it is: nothing is remembered of record keys. An id that is the record key cannot change. */
    ORPHAN
}
