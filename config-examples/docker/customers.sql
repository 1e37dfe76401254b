-- Run by PostgreSQL's image when it first starts. The image's user is a superuser: in production a role needs SELECT and pg_read_all_stats.
CREATE TABLE customers (
    customer_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    first_name         text NOT NULL,
    last_name          text NOT NULL,
    email              text NOT NULL,
    phone              text,
    company            text,
    city               text NOT NULL,
    country            varchar(2) NOT NULL,
    postcode           text NOT NULL,
    last_purchase_date date,
    total_spent        numeric(12, 2) NOT NULL,
    newsletter         boolean NOT NULL,
    segments           text[] NOT NULL,
    last_updated       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX customers_by_change ON customers (last_updated, customer_id);
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.last_updated := now(); RETURN NEW; END';
CREATE TRIGGER customers_stamp BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION stamp();

INSERT INTO customers (first_name, last_name, email, phone, company, city, country, postcode,
                       last_purchase_date, total_spent, newsletter, segments)
SELECT 'First' || n, 'Last' || n, 'customer' || n || '@example.com', '+353 1 555 ' || lpad(n::text, 4, '0'), 'Company ' || n % 50,
       'Dublin', 'IE', 'D0' || n % 10, current_date - n % 365, n * 1.25, n % 2 = 0, ARRAY['segment' || n % 5]
FROM generate_series(1, 1000) AS n;
