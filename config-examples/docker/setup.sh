#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What an administrator of the CRM does once, and then the two connectors, the source first.
set -eu

property() {
  curl -fsS -X POST -H 'Authorization: Bearer not-a-secret' -H 'Content-Type: application/json' \
    http://crm:8080/crm/v3/properties/contacts --data \
    '{"groupName": "contactinformation", "name": "'"$1"'", "label": "'"$1"'", "type": "'"$2"'", "fieldType": "'"$3"'", "hasUniqueValue": '"${4:-false}"'}'
  echo
}

property customer_id string text true
property last_purchase_date date date
property total_spent number number
property newsletter_opt_in bool booleancheckbox
property segments string text
property warehouse_updated_at datetime date

for connector in source sink; do
  curl -fsS -X POST -H 'Content-Type: application/json' --data "@/example/$connector.json" http://connect:8083/connectors
  echo
done
