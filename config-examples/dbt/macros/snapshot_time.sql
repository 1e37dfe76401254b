{# dbt's own is cut down to a timestamp without time zone, in which the repeated hour of autumn has two meanings. #}
{% macro postgres__snapshot_get_time() %}now(){% endmacro %}
