-- Run by psql as administrator, after `partnercenter migrate roles` and before `migrate up` and Temporal's schema:
-- the databases, each with its owner. What exists is left as it is.
\getenv database POSTGRES_DATABASE
\getenv temporal_password TEMPORAL_DATABASE_PASSWORD

SELECT format('CREATE ROLE temporal LOGIN PASSWORD %L', :'temporal_password')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'temporal') \gexec

SELECT format('CREATE DATABASE %I OWNER %I', d.name, d.owner)
FROM (VALUES (:'database', 'pc_owner'), ('temporal', 'temporal'), ('temporal_visibility', 'temporal')) AS d (name, owner)
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = d.name) \gexec
