# SPDX-License-Identifier: Apache-2.0
"""What Kafka Connect and Kafka know about a run."""

import json
import re
import time
from collections import Counter
from contextlib import contextmanager

import requests
from airflow.sdk.exceptions import AirflowFailException
from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition

SECONDS = 60
"""How long a worker, or a broker, may take for what it does at once when it is well."""

ORIGIN = ("__connect.errors.topic", "__connect.errors.partition", "__connect.errors.offset")
"""The headers that say which record a dead letter was."""


class Connect:
    """The REST API of a Connect worker: any of a cluster does."""

    def __init__(self, url, auth=None):
        self._url = url.rstrip("/")
        self._session = requests.Session()
        self._session.auth = auth

    def config(self, connector):
        return self._call("GET", f"/connectors/{connector}/config")

    def check_runs(self, connector):
        """A connector that has failed, or was stopped by somebody, leaves nothing to wait for."""
        status = self._call("GET", f"/connectors/{connector}/status")
        for part in [status["connector"], *status["tasks"]]:
            if part["state"] == "FAILED":
                raise AirflowFailException(f"{connector} has failed: {part.get('trace', '')}")
        state = status["connector"]["state"]
        if state in ("PAUSED", "STOPPED"):
            raise AirflowFailException(f"{connector} is {state}: resume it, and clear this task.")

    def ask(self, source, request, partitions):
        """Has the source answer, in the offsets of these partitions, once it has read what is committed by now."""
        offsets = [{"partition": partition, "offset": {"id": request}} for partition in partitions]
        self._call("PUT", f"/connectors/{source}/stop")
        try:
            self._until(lambda: self._is_stopped(source))
            self._call("PATCH", f"/connectors/{source}/offsets", {"offsets": offsets})
        finally:
            self._call("PUT", f"/connectors/{source}/resume")
        self._until(lambda: not self._is_stopped(source))

    def answered(self, source, request, partitions):
        """Whether everything that was committed when the source was asked is in Kafka."""
        stored = self._call("GET", f"/connectors/{source}/offsets")["offsets"]
        for partition in partitions:
            answer = next((entry["offset"] for entry in stored if entry["partition"] == partition), {})
            if answer.get("id") != request:
                raise AirflowFailException(f"Somebody else has asked {source} about {partition}: run the DAG again.")
            if answer.get("done") is not True:
                return False
        return True

    def committed(self, sink):
        """Behind which offset each partition of the sink's topics has no outcome yet."""
        return {
            (entry["partition"]["kafka_topic"], entry["partition"]["kafka_partition"]): entry["offset"]["kafka_offset"]
            for entry in self._call("GET", f"/connectors/{sink}/offsets")["offsets"]
        }

    def _is_stopped(self, connector):
        return self._call("GET", f"/connectors/{connector}/status")["connector"]["state"] == "STOPPED"

    @staticmethod
    def _until(done):
        deadline = time.monotonic() + SECONDS
        while not done():
            if time.monotonic() > deadline:
                raise TimeoutError(f"A connector was not stopped or resumed within {SECONDS} s")
            time.sleep(1)

    def _call(self, method, path, body=None):
        deadline = time.monotonic() + SECONDS
        while True:
            answer = self._session.request(method, self._url + path, json=body, timeout=SECONDS)
            # 409: the workers share out connectors and tasks anew, and take nothing meanwhile.
            if answer.status_code != 409 or time.monotonic() > deadline:
                break
            time.sleep(1)
        if not answer.ok:
            raise requests.HTTPError(f"{method} {path}: {answer.status_code} {answer.text}", response=answer)
        return answer.json() if answer.content else None


class Kafka:
    """What topics hold. Positions are lists of [topic, partition, offset], as XCom has no tuples."""

    def __init__(self, config):
        """config: of librdkafka, for example {"bootstrap.servers": "broker-1.example.com:9092"}"""
        self._config = {
            "group.id": "reverse-etl-airflow",
            "auto.offset.reset": "earliest",
            **config,
            "enable.auto.commit": False,
            "enable.partition.eof": True,
        }

    def ends(self, topics):
        """The end of each partition of those topics that exist; ^ begins a pattern, as it does for consumers."""
        with self._consumer() as consumer:
            return [
                [name, partition, consumer.get_watermark_offsets(TopicPartition(name, partition), SECONDS)[1]]
                for name, topic in sorted(consumer.list_topics(timeout=SECONDS).topics.items())
                if any(re.fullmatch(wanted, name) if wanted[0] == "^" else wanted == name for wanted in topics)
                for partition in sorted(topic.partitions)
            ]

    def unresolved(self, committed, ends):
        """The partitions in which a record stands between what the sink has committed and the end.

        The two offsets alone would not tell: a transaction ends with a marker, which no sink ever commits.
        """
        with self._consumer() as consumer:
            return [
                f"{topic}-{partition}"
                for topic, partition, end in ends
                if committed.get((topic, partition), 0) < end
                and next(self._events(consumer, topic, partition, committed.get((topic, partition), 0))).offset() < end
            ]

    def outcomes(self, results, letters, since, until):
        """Counts by outcome the records between two positions.

        results, letters: the results topic and dead letter queues, {"topics": [..], "ends": [..]}, as they were before
        these records came. What no converter or transform could read has no result, and a dead letter: `unreadable`.
        """
        first, last = _by_partition(since), _by_partition(until)
        outcomes = {}
        for message in self._messages(results):
            result = json.loads(message.value())
            # A record that is delivered again has another result: the later one counts.
            outcomes[result["topic"], result["partition"], result["offset"]] = result["outcome"]
        for message in self._messages(letters):
            origin = {name: value.decode() for name, value in message.headers() or [] if name in ORIGIN}
            if len(origin) == len(ORIGIN):
                topic, partition, offset = (origin[name] for name in ORIGIN)
                outcomes.setdefault((topic, int(partition), int(offset)), "unreadable")
        return dict(
            Counter(
                outcome
                for (topic, partition, offset), outcome in outcomes.items()
                if first.get((topic, partition), 0) <= offset < last.get((topic, partition), 0)
            )
        )

    def _messages(self, topics):
        """What came to topics since."""
        before = _by_partition(topics["ends"])
        with self._consumer() as consumer:
            for topic, partition, _ in self.ends(topics["topics"]):
                for event in self._events(consumer, topic, partition, before.get((topic, partition), 0)):
                    if event.error():
                        break
                    yield event

    @contextmanager
    def _consumer(self):
        consumer = Consumer(self._config)
        try:
            yield consumer
        finally:
            consumer.close()

    @staticmethod
    def _events(consumer, topic, partition, offset):
        """The records from that offset on, and whenever no more are there, an event with an error that says so."""
        consumer.assign([TopicPartition(topic, partition, offset)])
        while True:
            event = consumer.poll(SECONDS)
            if event is None:
                raise TimeoutError(f"Kafka tells nothing of {topic}-{partition} for {SECONDS} s: are brokers away?")
            if event.error() and event.error().code() != KafkaError._PARTITION_EOF:
                raise KafkaException(event.error())
            yield event


def _by_partition(positions):
    return {(topic, partition): offset for topic, partition, offset in positions}
