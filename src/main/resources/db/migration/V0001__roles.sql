-- Two groups without a login. A table grants to them what it wants; whoever serves a request is a member of exactly one:
--   angarium_api       sees the rows of one tenant, the one its transaction named
--   angarium_pipeline  writes and delivers the events of all tenants
-- Roles belong to the whole server, so another database of it may have made them already, or makes them right now.
do $$
declare
    wanted text;
begin
    foreach wanted in array array['angarium_api', 'angarium_pipeline'] loop
        if not exists (select 1 from pg_roles where rolname = wanted) then
            begin
                execute format('create role %I nologin nosuperuser nocreatedb nocreaterole nobypassrls', wanted);
            exception
                when duplicate_object or unique_violation then null;
            end;
        end if;
        execute format('grant usage on schema %I to %I', current_schema, wanted);
    end loop;
end
$$;

-- The tenant of this transaction; null, and therefore no row at all, where none was named.
create function angarium_tenant() returns int language sql stable parallel safe as
$$ select nullif(current_setting('angarium.tenant', true), '')::int $$;

-- Whether this transaction belongs to the operator of the installation, who sees every tenant.
create function angarium_operator() returns boolean language sql stable parallel safe as
$$ select coalesce(current_setting('angarium.scope', true) = 'all', false) $$;

-- The logins this database made for its pools. The owner's alone: no grant, and row-level security without a policy.
create table runtime_role (
    duty            text  primary key check (duty in ('api', 'pipeline')),
    name            text  not null unique,
    sealed_password bytea not null
);
alter table runtime_role enable row level security;
