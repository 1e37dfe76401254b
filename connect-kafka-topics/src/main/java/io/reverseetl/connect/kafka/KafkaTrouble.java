// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.kafka;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** What stands in the way of using a topic of a connector's own: on which config key, and what to do. */
public final class KafkaTrouble extends Exception {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final boolean passing;

    private KafkaTrouble(String key, String message, boolean passing, Throwable cause) {
        super(message, cause);
        this.key = key;
        this.passing = passing;
    }

    KafkaTrouble(String key, String message) {
        super(message);
        this.key = key;
        this.passing = false;
    }

    static KafkaTrouble notAllowed(OwnTopic topic, String name, Set<AclOperation> missing) {
        return new KafkaTrouble(
                topic.key(),
                "The Kafka user of the kafka.* settings lacks the right to " + new TreeSet<>(missing)
                        + " on the topic '" + name + "': grant it.");
    }

    /** Something is wrong with what a topic holds. */
    public static KafkaTrouble unusable(OwnTopic topic, String message, Throwable cause) {
        return permanent(topic.key(), message, cause);
    }

    /** What an exception of a Kafka client means to the user. */
    public static KafkaTrouble of(OwnTopic topic, Throwable error) {
        Throwable cause = error instanceof ExecutionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof KafkaTrouble trouble) {
            return trouble;
        }
        if (cause instanceof SaslAuthenticationException) {
            return permanent(
                    KafkaSettings.JAAS,
                    "The Kafka cluster refuses the credentials: check kafka.sasl.mechanism and kafka.sasl.jaas.config.",
                    cause);
        }
        if (cause instanceof SslAuthenticationException) {
            return permanent(
                    KafkaSettings.PREFIX + "ssl.truststore.location",
                    "The Kafka cluster and the connector do not trust each other's certificates: check"
                            + " kafka.ssl.truststore.* and, if the cluster asks for a certificate, kafka.ssl.keystore.*.",
                    cause);
        }
        if (cause instanceof AuthorizationException) {
            return permanent(
                    topic.key(),
                    "The Kafka user of the kafka.* settings lacks a right on the topic '" + topic.name() + "': "
                            + cause.getMessage() + " Grant " + new TreeSet<>(topic.needed()) + ".",
                    cause);
        }
        if (cause instanceof RecordTooLargeException) {
            return permanent(
                    topic.key(),
                    "A record is too long for the topic '" + topic.name() + "': raise the topic's max.message.bytes and"
                            + " kafka.producer.max.request.size.",
                    cause);
        }
        if (cause instanceof TimeoutException || cause instanceof RetriableException) {
            return new KafkaTrouble(
                    KafkaSettings.BOOTSTRAP_SERVERS,
                    "No Kafka cluster answers there in time: check kafka.bootstrap.servers, kafka.security.protocol and"
                            + " the network, or set validate.live=false to skip the question.",
                    true,
                    cause);
        }
        return permanent(
                KafkaSettings.BOOTSTRAP_SERVERS,
                "The Kafka clients of the kafka.* settings do not work: " + cause.getMessage(),
                cause);
    }

    private static KafkaTrouble permanent(String key, String message, Throwable cause) {
        return new KafkaTrouble(key, message, false, cause);
    }

    /** The config key that it is about. */
    public String key() {
        return key;
    }

    /** What is wrong and what to do. */
    public String message() {
        return Objects.requireNonNull(getMessage());
    }

    /** Whether it may pass by itself. */
    public boolean isPassing() {
        return passing;
    }
}
