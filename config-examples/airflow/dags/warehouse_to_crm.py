# SPDX-License-Identifier: Apache-2.0
"""Builds the warehouse's tables with dbt, has them read, and is green once the CRM has answered for every row."""

import json
from datetime import timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import Connection, Param, PokeReturnValue, dag, task
from airflow.sdk.exceptions import AirflowFailException
from connect_sync import Connect, Kafka


def connect():
    at = Connection.get("reverse_etl_connect")
    return Connect(f"{at.schema or at.conn_type}://{at.host}:{at.port}", at.login and (at.login, at.password))


def kafka():
    return Kafka(Connection.get("reverse_etl_kafka").extra_dejson)


def asked(params):
    """What the source is asked for: that it has read what has changed, and if wanted, every row once more."""
    kinds = ["sync", "request"] if params["read_again"] else ["sync"]
    return [{"table": f"{table}#{kind}"} for table in params["tables"] for kind in kinds]


@dag(
    schedule=None,
    max_active_runs=1,
    # A worker that is away for a moment fails a task. What no retry mends raises AirflowFailException.
    default_args={"retries": 3, "retry_delay": timedelta(minutes=1)},
    params={
        "source": Param("customers-source", type="string"),
        "sink": Param("rebuilt-customers-to-hubspot", type="string"),
        "tables": Param(["public.customers"], type="array"),
        "read_again": Param(False, type="boolean"),
        "max_rejected": Param(0, type="integer", minimum=0),
    },
)
def warehouse_to_crm():
    wait = {"poke_interval": 10, "timeout": timedelta(hours=6), "mode": "reschedule"}

    @task
    def begin(params):
        """The topics of the sink, and where they end: what comes behind that belongs to this run."""
        sink = connect().config(params["sink"])
        named = sink.get("topics") or "^" + sink["topics.regex"]
        topics = {
            "records": [named] if named.startswith("^") else [topic.strip() for topic in named.split(",")],
            "results": [sink["results.topic"]],
            "letters": [sink[key] for key in ("errors.deadletterqueue.topic.name", "dlq.topic") if sink.get(key)],
        }
        return {kind: {"topics": names, "ends": kafka().ends(names)} for kind, names in topics.items()}

    dbt = BashOperator(task_id="dbt", bash_command="{{ var.value.reverse_etl_dbt }}", retries=0)

    @task
    def ask_source(params, run_id):
        connect().ask(params["source"], run_id, asked(params))

    @task.sensor(**wait)
    def source_has_read(start, params, run_id):
        """Waits until all that dbt has committed is in Kafka. Gives where the topics end then."""
        connect().check_runs(params["source"])
        if not connect().answered(params["source"], run_id, asked(params)):
            return PokeReturnValue(is_done=False)
        return PokeReturnValue(is_done=True, xcom_value=kafka().ends(start["records"]["topics"]))

    @task.sensor(**wait)
    def crm_has_answered(ends, params):
        """Waits until each of these records is written, unchanged, superseded, ignored, or rejected for good."""
        connect().check_runs(params["sink"])
        unresolved = kafka().unresolved(connect().committed(params["sink"]), ends)
        if unresolved:
            print("Records without an outcome in", *unresolved)
        return not unresolved

    @task
    def report(start, ends, params):
        """Counts this run's records by outcome."""
        outcomes = kafka().outcomes(start["results"], start["letters"], start["records"]["ends"], ends)
        print("Outcomes:", json.dumps(outcomes))
        rejected = outcomes.get("rejected", 0) + outcomes.get("unreadable", 0)
        if rejected > params["max_rejected"]:
            raise AirflowFailException(
                f"{rejected} of {sum(outcomes.values())} records were rejected, and max_rejected is"
                f" {params['max_rejected']}. Why is in {start['results']['topics'][0]} and in the dead letters' headers"
            )
        return outcomes

    start = begin()
    ends = source_has_read(start)
    start >> dbt >> ask_source() >> ends
    crm_has_answered(ends) >> report(start, ends)


warehouse_to_crm()
