// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import io.reverseetl.testing.crm.calls.CallLog;
import io.reverseetl.testing.crm.calls.CrmCalls;
import io.reverseetl.testing.crm.control.ControlApi;
import io.reverseetl.testing.crm.control.FrontPage;
import io.reverseetl.testing.crm.faults.FaultPlan;
import io.reverseetl.testing.crm.http.Server;
import io.reverseetl.testing.crm.hubspot.HubSpot;
import io.reverseetl.testing.crm.jsonrpc.JsonRpc;
import io.reverseetl.testing.crm.pipedrive.Pipedrive;
import io.reverseetl.testing.crm.quota.CallQuota;
import io.reverseetl.testing.crm.salesforce.Salesforce;
import io.reverseetl.testing.crm.store.ObjectStore;
import io.reverseetl.testing.crm.zendesk.Zendesk;
import io.reverseetl.testing.crm.zoho.Zoho;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A CRM that listens on a port of this machine, and forgets everything when it is closed. HubSpot's API and Salesforce's are at
 * their own paths, and so are those of CRMs with other shapes: Zoho, Pipedrive,
 * Zendesk, and a server that speaks JSON-RPC. What has
 * happened is told under {@code /_/}, and shown by a page at {@code /}.
 *
 * <p>Start the JVM with {@code -Dsun.net.httpserver.nodelay=true}: without it, the JDK's server waits with every body
 * until the client has acknowledged the headers, some 40 ms. {@link SimulatorMain} sets it for itself; a library must
 * not, as it holds for the whole JVM.
 */
public final class CrmSimulator implements AutoCloseable {

    private final SimulatorSettings settings;
    private final Server server;

    private CrmSimulator(SimulatorSettings settings, Server server) {
        this.settings = settings;
        this.server = server;
    }

    /** Starts a CRM without objects. */
    public static CrmSimulator start(SimulatorSettings settings) {
        InstantSource clock = settings.clock();
        ObjectStore store = new ObjectStore(clock);
        CallLog calls = new CallLog();
        FaultPlan faults = new FaultPlan(settings.faultRate(), new Random(settings.seed()));
        CallQuota hubSpotQuota = new CallQuota(settings.tenSecondLimit(), settings.dailyLimit(), clock);
        AtomicReference<Optional<String>> hubSpotToken = new AtomicReference<>(settings.token());
        HubSpot hubSpot = new HubSpot(
                store,
                hubSpotQuota,
                hubSpotToken::get,
                settings.scopes(),
                settings.invalidRecords(),
                clock,
                new Random(settings.seed()));
        Salesforce salesforce = new Salesforce(
                store,
                new CallQuota(0, settings.dailyLimit(), clock),
                settings.token(),
                settings.faultRate(),
                clock,
                new Random(settings.seed()));
        Zoho zoho = new Zoho(store, new CallQuota(0, settings.dailyLimit(), clock), settings.token(), clock);
        Pipedrive pipedrive = new Pipedrive(store, new CallQuota(0, settings.dailyLimit(), clock), settings.token());
        Zendesk zendesk = new Zendesk(
                store,
                new CallQuota(0, settings.dailyLimit(), clock),
                settings.token(),
                settings.faultRate(),
                new Random(settings.seed()));
        JsonRpc jsonRpc = new JsonRpc(store, settings.token());
        Server server = Server.start(
                settings.host(),
                settings.port(),
                Map.of(
                        "/", new FrontPage(new CrmCalls(hubSpot, faults, calls, settings.latency(), clock)),
                        "/services/", new CrmCalls(salesforce, faults, calls, settings.latency(), clock),
                        "/crm/v8/", new CrmCalls(zoho, faults, calls, settings.latency(), clock),
                        "/v1/", new CrmCalls(pipedrive, faults, calls, settings.latency(), clock),
                        "/api/v2/", new CrmCalls(zendesk, faults, calls, settings.latency(), clock),
                        "/jsonrpc", new CrmCalls(jsonRpc, faults, calls, settings.latency(), clock),
                        "/_/",
                                new ControlApi(
                                        store,
                                        calls,
                                        faults,
                                        hubSpotQuota,
                                        token -> hubSpotToken.set(Optional.of(token)),
                                        clock)));
        return new CrmSimulator(settings, server);
    }

    public int port() {
        return server.port();
    }

    /** The URL that a client is given, without a slash at its end. */
    public String baseUrl() {
        return "http://" + settings.host() + ":" + port();
    }

    @Override
    public void close() {
        server.close();
    }
}
