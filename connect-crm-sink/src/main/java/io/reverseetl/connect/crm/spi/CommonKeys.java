// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.spi;

/** Names of the config keys that every adapter shares, so that an adapter can put a problem on the right one. */
public final class CommonKeys {

    public static final String URL = "crm.url";
    public static final String OBJECT = "crm.object";
    public static final String ID_PROPERTY = "id.property";
    public static final String NULL_POLICY = "null.policy";
    public static final String DELETE_MODE = "delete.mode";
    public static final String CLEAR_PROPERTIES = "delete.clear.properties";
    public static final String AUTH_TYPE = "auth.type";
    public static final String AUTH_TOKEN = "auth.token";
    public static final String STATE_TOPIC = "state.topic";
    public static final String BATCH_MAX_RECORDS = "batch.max.records";

    private CommonKeys() {}
}
