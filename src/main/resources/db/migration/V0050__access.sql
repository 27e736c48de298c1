-- Who may do what, who did what, and which calls were answered already.

create table api_key (
    no           int generated always as identity primary key,
    id           text not null unique,
    tenant_no    int not null references tenant,
    name         text not null,
    hash         bytea not null unique check (length(hash) = 32),
    role         text check (role in ('tenant_admin', 'manager', 'agent')),
    scopes       text[] not null,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz,
    created_at   timestamptz not null
);

create index api_key_tenant on api_key (tenant_no, no);

create table idempotency (
    tenant_no      int not null references tenant,
    actor          text not null,
    key            text not null,
    request_hash   bytea not null,
    -- null while the call is under way; then the answer, sealed, since it may show a new secret
    status         int,
    sealed_answer  bytea,
    reserved_until timestamptz not null,
    created_at     timestamptz not null,
    primary key (tenant_no, actor, key)
);

create index idempotency_age on idempotency (created_at);

create table audit (
    tenant_no      int not null references tenant,
    n              bigint not null,
    at             timestamptz not null,
    actor          text not null,
    action         text not null,
    object         text not null,
    outcome        text not null check (outcome in ('done', 'refused')),
    details        text not null,
    correlation_id text,
    previous_hash  bytea not null,
    hash           bytea not null,
    primary key (tenant_no, n)
);

create index audit_at on audit (tenant_no, at);

-- the end of each chain: without it a cut tail would not show
create table audit_head (
    tenant_no int primary key references tenant,
    n         bigint not null,
    hash      bytea not null
);

create function audit_field(field text) returns bytea language sql immutable as $$
    select case when field is null then '\xffffffff'::bytea
           else int4send(octet_length(convert_to(field, 'UTF8'))) || convert_to(field, 'UTF8') end
$$;

-- over length-prefixed fields, so that no two rows read the same
create function audit_hash(previous bytea, a audit) returns bytea language sql immutable as $$
    select sha256(previous || int4send(a.tenant_no) || int8send(a.n)
        || int8send((extract(epoch from a.at) * 1000000)::bigint)
        || audit_field(a.actor) || audit_field(a.action) || audit_field(a.object) || audit_field(a.outcome)
        || audit_field(a.details) || audit_field(a.correlation_id))
$$;

-- The only way in. The row of audit_head is the tenant's chain lock until the end of the transaction.
create function append_audit(
    tenant int, at_millis bigint, actor text, action text, object text, outcome text, details text, correlation text)
returns bigint language plpgsql security definer set search_path from current as $$
declare
    head audit_head;
    made audit;
begin
    if angarium_tenant() is not null and angarium_tenant() <> tenant then
        raise insufficient_privilege using message = 'an audit row of another tenant';
    end if;
    insert into audit_head as h values (tenant, 1, '\x'::bytea)
        on conflict (tenant_no) do update set n = h.n + 1 returning * into head;
    made := row (tenant, head.n, to_timestamp(at_millis / 1000.0), actor, action, object, outcome, details,
        correlation, head.hash, '\x'::bytea);
    made.hash := audit_hash(head.hash, made);
    insert into audit select made.*;
    update audit_head set hash = made.hash where tenant_no = tenant;
    return head.n;
end $$;

-- The first row of a tenant's chain that is not as it was written; null where all are. A missing row shows in the one
-- after it, a cut tail as the number after the last.
create function broken_audit(tenant int) returns bigint language sql stable as $$
    select min(n) from (
        select a.n from (
            select audit as a, n, lag(n, 1, 0::bigint) over w as before, lag(hash, 1, '\x'::bytea) over w as link
            from audit where tenant_no = tenant window w as (order by n)
        ) a
        where a.n <> a.before + 1 or (a.a).previous_hash <> a.link or (a.a).hash <> audit_hash(a.link, a.a)
        union all
        select coalesce(l.n, 0) + 1 from audit_head h
        left join lateral (select n, hash from audit where tenant_no = tenant order by n desc limit 1) l on true
        where h.tenant_no = tenant and (h.n, h.hash) is distinct from (l.n, l.hash)
    ) broken
$$;

create function audit_refuses() returns trigger language plpgsql as $$
begin
    raise insufficient_privilege using message = 'audit rows stay as they are';
end $$;

create trigger audit_refuses before update or delete on audit for each row execute function audit_refuses();
create trigger audit_refuses_all before truncate on audit for each statement execute function audit_refuses();

-- A key says who its tenant is, so it is looked up before a tenant is known. Notes the use, at most once a minute.
create function find_api_key(wanted bytea)
returns table (
    id text, tenant_no int, tenant_id text, role text, scopes text[], expires_at timestamptz, revoked boolean)
language plpgsql security definer set search_path from current as $$
begin
    update api_key k set last_used_at = now()
    where k.hash = wanted and (k.last_used_at is null or k.last_used_at < now() - interval '1 minute');
    return query select k.id, k.tenant_no, t.id, k.role, k.scopes, k.expires_at, k.revoked_at is not null
        from api_key k join tenant t on t.no = k.tenant_no where k.hash = wanted;
end $$;

-- For the admin key, which may name any tenant.
create function find_tenant(wanted text) returns int language sql stable security definer
set search_path from current as $$
    select no from tenant where id = wanted
$$;

create function purge_idempotency(older_than timestamptz, at_most int) returns int
language sql security definer set search_path from current as $$
    with old as (
        delete from idempotency where ctid = any (array(
            select ctid from idempotency where created_at < older_than limit at_most)) returning 1)
    select count(*)::int from old
$$;

alter table api_key enable row level security;
alter table idempotency enable row level security;
alter table audit enable row level security;
alter table audit_head enable row level security;

create policy api on api_key to angarium_api
    using (tenant_no = angarium_tenant()) with check (tenant_no = angarium_tenant());
create policy api on idempotency to angarium_api
    using (tenant_no = angarium_tenant()) with check (tenant_no = angarium_tenant());
create policy api on audit for select to angarium_api using (tenant_no = angarium_tenant());

create policy api on audit_head for select to angarium_api using (tenant_no = angarium_tenant());
create policy pipeline on audit for select to angarium_pipeline using (true);
create policy pipeline on audit_head for select to angarium_pipeline using (true);

revoke execute on function append_audit, find_api_key, find_tenant, purge_idempotency from public;
grant execute on function append_audit, purge_idempotency to angarium_api, angarium_pipeline;
grant execute on function find_api_key, find_tenant to angarium_api;
grant select, insert, update on api_key to angarium_api;
grant select, insert, update, delete on idempotency to angarium_api;
grant select on audit, audit_head to angarium_api, angarium_pipeline;
