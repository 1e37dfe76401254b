// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import java.net.URI;

/**
 * Where things are in one version of HubSpot's API.
 *
 * @param version {@code v3}, or a date such as {@code 2026-03}: the dated versions put it in another place
 */
record HubSpotApi(URI url, String version) {

    /** A batch endpoint, for example {@code upsert}. */
    URI batch(String object, String what) {
        return under("objects", object + "/batch/" + what);
    }

    URI gdprDelete(String object) {
        return under("objects", object + "/gdpr-delete");
    }

    URI properties(String object) {
        return under("properties", object);
    }

    /** Where objects of two types are associated, as the account does by default. */
    URI associate(String from, String to) {
        String path = isDated() ? "associations/" + version : "v4/associations";
        return URI.create(url + "/crm/" + path + "/" + from + "/" + to + "/batch/associate/default");
    }

    private URI under(String resource, String rest) {
        String path = isDated() ? resource + "/" + version : version + "/" + resource;
        return URI.create(url + "/crm/" + path + "/" + rest);
    }

    private boolean isDated() {
        return Character.isDigit(version.charAt(0));
    }
}
