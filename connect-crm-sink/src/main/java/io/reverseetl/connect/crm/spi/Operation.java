// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

/** What a write asks the CRM to do with an object. All writes of one request ask for the same. */
public enum Operation {
    /** Create the object, or update it if it exists. */
    UPSERT,
    /** Create the object; one that exists is a reason to reject the record. */
    INSERT,
    /** Update the object; one that does not exist is a reason to reject the record. */
    UPDATE,
    /**
     * Update the object that the CRM knows by its own id, and give it this external id, whatever it had before. One that
     * does not exist any more is {@link WriteResult.Gone}.
     */
    UPDATE_KNOWN,
    /** Empty some properties of the object; one that does not exist has none. */
    CLEAR,
    /** Put the object away, so that somebody can get it back. An object that does not exist is away. */
    ARCHIVE,
    /** Delete the object. One that does not exist is gone. */
    DELETE,
    /** Delete the object for good, with all that the CRM remembers of it. */
    ERASE;

    /** Whether nothing that was said of the object before matters any more. */
    public boolean removes() {
        return this == ARCHIVE || this == DELETE || this == ERASE;
    }
}
