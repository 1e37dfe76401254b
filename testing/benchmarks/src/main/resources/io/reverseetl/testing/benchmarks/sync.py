# SPDX-License-Identifier: Apache-2.0
"""Brings customers that have changed since the last run into HubSpot: pandas reads them, requests sends one POST each.

It is what one writes first, in the form that is best for it: the connection is kept open, and sending a row twice makes no
second contact. Its one choice is the argument: to go on after a POST that fails ("skip"), or to end ("stop").
"""

import os
import sys
from datetime import datetime, timezone
from pathlib import Path

import pandas as pd
import requests
import sqlalchemy

CHANGED = sqlalchemy.text(
    "SELECT first_name, last_name, email, phone, company, city, country, postcode"
    " FROM customers WHERE last_updated > :since ORDER BY last_updated"
)
PROPERTIES = {"first_name": "firstname", "last_name": "lastname", "postcode": "zip"}


def contact(customer: dict) -> dict:
    properties = {PROPERTIES.get(column, column): value for column, value in customer.items() if pd.notna(value)}
    return {"inputs": [{"idProperty": "email", "id": customer["email"], "properties": properties}]}


def main(on_failure: str) -> None:
    state = Path(os.environ["SYNC_STATE"])
    since = state.read_text() if state.exists() else "1970-01-01T00:00:00Z"
    started = datetime.now(timezone.utc).isoformat()
    database = sqlalchemy.create_engine(os.environ["SYNC_DATABASE"])
    customers = pd.read_sql(CHANGED, database, params={"since": since})

    crm = requests.Session()
    crm.headers["Authorization"] = "Bearer " + os.environ["SYNC_CRM_TOKEN"]
    for customer in customers.to_dict("records"):
        try:
            url = os.environ["SYNC_CRM_URL"] + "/crm/v3/objects/contacts/batch/upsert"
            crm.post(url, json=contact(customer), timeout=30).raise_for_status()
        except requests.RequestException as failure:
            if on_failure == "stop":
                sys.exit(f"Not sent: {failure}")
            print(f"Not sent: {failure}")
    state.write_text(started)


if __name__ == "__main__":
    main(sys.argv[1])
