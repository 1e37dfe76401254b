// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Payload;

/** That an object goes: whatever was said of it before is of no use any more. */
record HubSpotRemoval(Operation operation) implements Payload {

    @Override
    public int bytes() {
        return 0;
    }

    /** Which operation it is, its payload's fingerprint tells anyway. */
    @Override
    public byte[] content() {
        return new byte[0];
    }

    @Override
    public boolean replaces(Payload older) {
        return true;
    }

    @Override
    public Payload over(Payload older) {
        return this;
    }
}
