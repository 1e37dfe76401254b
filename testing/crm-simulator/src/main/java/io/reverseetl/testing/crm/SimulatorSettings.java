// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm;

import io.reverseetl.testing.crm.hubspot.InvalidRecords;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * How the simulator behaves. Begin with {@link #defaults()} and change what matters.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for a free one
 * @param token the bearer token that calls need; empty if they need none
 * @param scopes what the token has been granted; empty for everything
 * @param tenSecondLimit calls within any ten seconds; 0 for no limit
 * @param dailyLimit calls a day, which ends at midnight UTC; 0 for no limit
 * @param latency how long each answer of the CRM is held back; the write is accepted before
 * @param faultRate the share of calls that fail at random, from 0 to 1; at Salesforce of records that are locked, at Zendesk of jobs, too
 * @param invalidRecords what happens to a batch with a value that does not fit
 * @param seed of everything random
 * @param clock of quotas and of the times in answers
 */
public record SimulatorSettings(
        String host,
        int port,
        Optional<String> token,
        Optional<Set<String>> scopes,
        int tenSecondLimit,
        int dailyLimit,
        Duration latency,
        double faultRate,
        InvalidRecords invalidRecords,
        long seed,
        InstantSource clock) {

    public SimulatorSettings {
        scopes = scopes.map(Set::copyOf);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be between 0 and 65535, not " + port);
        }
        if (tenSecondLimit < 0 || dailyLimit < 0) {
            throw new IllegalArgumentException("A limit of calls must be 0, for none, or more");
        }
        if (latency.isNegative()) {
            throw new IllegalArgumentException("latency must not be negative");
        }
        if (!(faultRate >= 0 && faultRate <= 1)) {
            throw new IllegalArgumentException("faultRate must be between 0 and 1, not " + faultRate);
        }
    }

    /** Loopback, a free port, no token, no limits, no faults; an invalid record refuses its whole batch. */
    public static SimulatorSettings defaults() {
        return new SimulatorSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                Duration.ZERO,
                0,
                InvalidRecords.WHOLE_BATCH,
                0,
                Clock.systemUTC());
    }

    public SimulatorSettings withAddress(String newHost, int newPort) {
        return new SimulatorSettings(
                newHost,
                newPort,
                token,
                scopes,
                tenSecondLimit,
                dailyLimit,
                latency,
                faultRate,
                invalidRecords,
                seed,
                clock);
    }

    public SimulatorSettings withToken(String required) {
        return new SimulatorSettings(
                host,
                port,
                Optional.of(required),
                scopes,
                tenSecondLimit,
                dailyLimit,
                latency,
                faultRate,
                invalidRecords,
                seed,
                clock);
    }

    public SimulatorSettings withScopes(Set<String> granted) {
        return new SimulatorSettings(
                host,
                port,
                token,
                Optional.of(granted),
                tenSecondLimit,
                dailyLimit,
                latency,
                faultRate,
                invalidRecords,
                seed,
                clock);
    }

    public SimulatorSettings withLimits(int newTenSecondLimit, int newDailyLimit) {
        return new SimulatorSettings(
                host,
                port,
                token,
                scopes,
                newTenSecondLimit,
                newDailyLimit,
                latency,
                faultRate,
                invalidRecords,
                seed,
                clock);
    }

    public SimulatorSettings withLatency(Duration newLatency) {
        return new SimulatorSettings(
                host,
                port,
                token,
                scopes,
                tenSecondLimit,
                dailyLimit,
                newLatency,
                faultRate,
                invalidRecords,
                seed,
                clock);
    }

    public SimulatorSettings withFaultRate(double rate) {
        return new SimulatorSettings(
                host, port, token, scopes, tenSecondLimit, dailyLimit, latency, rate, invalidRecords, seed, clock);
    }

    public SimulatorSettings withInvalidRecords(InvalidRecords handling) {
        return new SimulatorSettings(
                host, port, token, scopes, tenSecondLimit, dailyLimit, latency, faultRate, handling, seed, clock);
    }

    public SimulatorSettings withSeed(long newSeed) {
        return new SimulatorSettings(
                host,
                port,
                token,
                scopes,
                tenSecondLimit,
                dailyLimit,
                latency,
                faultRate,
                invalidRecords,
                newSeed,
                clock);
    }

    public SimulatorSettings withClock(InstantSource newClock) {
        return new SimulatorSettings(
                host,
                port,
                token,
                scopes,
                tenSecondLimit,
                dailyLimit,
                latency,
                faultRate,
                invalidRecords,
                seed,
                newClock);
    }

    /** Names the address only, as the token is a secret. */
    @Override
    public String toString() {
        return "SimulatorSettings[" + host + ":" + port + "]";
    }
}
