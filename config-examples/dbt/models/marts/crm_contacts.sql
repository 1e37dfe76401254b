-- One row for each customer, built anew as a whole by each run.
--
-- updated_at is business time: when something happened at the customer's. loaded_at is when the row came into this
-- table. It is the same in all rows, as now() is the start of the transaction that builds the table.
with orders as (
    select
        customer_id,
        sum(amount) as total_spent,
        max(ordered_at) as last_ordered_at
    from {{ ref('stg_orders') }}
    group by customer_id
)

select
    customers.customer_id,
    customers.first_name,
    customers.last_name,
    customers.email,
    customers.city,
    customers.country,
    coalesce(orders.total_spent, 0)::numeric(12, 2) as total_spent,
    (orders.last_ordered_at at time zone 'UTC')::date as last_purchase_date,
    greatest(customers.updated_at, orders.last_ordered_at) as updated_at,
    now() as loaded_at
from {{ ref('stg_customers') }} as customers
left join orders using (customer_id)
