select
    customer_id,
    trim(first_name) as first_name,
    trim(last_name) as last_name,
    lower(trim(email)) as email,
    city,
    upper(country) as country,
    updated_at
from {{ ref('raw_customers') }}
