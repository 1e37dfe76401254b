-- The same contacts with a load stamp of their own each: a run writes the rows whose content differs from what is here,
-- and no others. A contact that is gone from the mart stays here, marked as deleted, and comes back unmarked.
{{ config(
    materialized='incremental',
    unique_key='customer_id',
    incremental_strategy='merge',
    on_schema_change='fail',
    indexes=[{'columns': ['loaded_at', 'customer_id']}]
) }}

{% set content %}
    customer_id, first_name, last_name, email, city, country, total_spent, last_purchase_date, updated_at
{% endset %}

with contacts as (
    select {{ content }}, false as is_deleted
    from {{ ref('crm_contacts') }}

    {% if is_incremental() %}
    union all
    select {{ content }}, true
    from {{ this }}
    where customer_id not in (select customer_id from {{ ref('crm_contacts') }})
    {% endif %}
),

-- EXCEPT compares by value, and a NULL is equal to a NULL.
changed as (
    select {{ content }}, is_deleted from contacts

    {% if is_incremental() %}
    except
    select {{ content }}, is_deleted from {{ this }}
    {% endif %}
)

select {{ content }}, is_deleted, now() as loaded_at
from changed
