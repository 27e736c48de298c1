-- How far each lane is, what was tried, and what was given up.

-- One row per lane that ever moved, and per lane of a subscription that does not start at 0. Updated in batches, in
-- place: no index but the key, half a page free. The head's tries are here so that a restart goes on with its schedule.
create table lane_cursor (
    instance int not null,
    consumer int not null,
    tenant_no int not null,
    seq bigint not null,
    ranges int8multirange not null default '{}',
    -- events at the head that were tried together
    count int not null default 1,
    attempts int not null default 0,
    -- epoch milliseconds; 0: the head waits for nothing
    retry_at bigint not null default 0,
    -- a JSON array of what is known of the tries, as text: an answer may hold what jsonb refuses
    tried text,
    updated_at timestamptz not null default now(),
    primary key (instance, consumer)
) with (fillfactor = 50);

-- One row per attempt (DELIVERY_LOG). No key: nothing refers to a row, and a repeat after a lost answer does no harm.
create table delivery_attempt (
    bucket date not null,
    tenant_no int not null,
    consumer int not null,
    instance int not null,
    seq bigint not null,
    count int not null,
    attempt int not null,
    started_at bigint not null,
    latency_ms int not null,
    status int not null,
    error text,
    response_head text
) partition by range (bucket);
create index delivery_attempt_by_consumer on delivery_attempt (consumer, started_at desc);
create index delivery_attempt_by_event on delivery_attempt (instance, seq);

-- Events given up by one consumer, with their own copy of the payload.
create table dead_letter (
    id uuid primary key,
    tenant_no int not null,
    consumer int not null,
    instance int not null,
    seq bigint not null,
    type text not null,
    chat text,
    received_at bigint not null,
    occurred_at bigint not null,
    correlation_id text not null,
    data bytea not null,
    raw bytea not null,
    reason text not null,
    attempts int not null,
    tried text not null,
    from_replay boolean not null default false,
    parked_at timestamptz not null default now(),
    replayed_at timestamptz,
    replays int not null default 0,
    deleted boolean not null default false
);
create index dead_letter_by_tenant on dead_letter (tenant_no, parked_at desc, id);
create index dead_letter_by_consumer on dead_letter (consumer, parked_at desc, id);
create index dead_letter_by_event on dead_letter (instance, seq);
create index dead_letter_by_age on dead_letter (parked_at);

-- Makes the partitions of `days` days from `first` on; returns how many were missing.
create function delivery_attempt_make(first date, days int) returns int language plpgsql security definer as $$
declare
    day date;
    name text;
    made int := 0;
begin
    perform pg_advisory_xact_lock(hashtext('delivery_attempt_make'));
    for day in select first + n from generate_series(0, days - 1) n loop
        name := 'delivery_attempt_' || to_char(day, 'YYYYMMDD');
        continue when to_regclass(name) is not null;
        execute format('create table %I (like delivery_attempt including all)
            with (autovacuum_vacuum_insert_threshold = -1)', name);
        execute format('alter table delivery_attempt attach partition %I for values from (%L) to (%L)',
            name, day, day + 1);
        made := made + 1;
    end loop;
    return made;
end $$;

-- Drops the partitions before `keep_from`; returns how many.
create function delivery_attempt_drop(keep_from date) returns int language plpgsql security definer
set lock_timeout = '250ms' as $$
declare
    name text;
    dropped int := 0;
begin
    for name in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'delivery_attempt'::regclass
          and to_date(substr(c.relname, length('delivery_attempt_') + 1), 'YYYYMMDD') < keep_from
    loop
        execute format('drop table %I', name);
        dropped := dropped + 1;
    end loop;
    return dropped;
end $$;

-- Whether the caller may touch lanes of this tenant: a transaction that named a tenant only its own.
create function lanes_check_tenant(tenant int) returns void language plpgsql as $$
begin
    if angarium_tenant() is distinct from tenant and angarium_tenant() is not null then
        raise insufficient_privilege using message = 'another tenant''s lanes';
    end if;
end $$;

-- A new subscription begins after the last event there is, at every instance of its tenant. An instance that comes
-- later is delivered from its first event.
create function start_lanes_at_tail(for_consumer int, tenant int) returns void
language plpgsql security definer as $$
begin
    perform lanes_check_tenant(tenant);
    insert into lane_cursor (instance, consumer, tenant_no, seq)
    select tail.no, for_consumer, tenant, tail.seq
    from (select i.no, greatest(
              coalesce((select l.seq from event_log l where l.instance = i.no order by l.seq desc limit 1), 0),
              coalesce((select s.last_seq from instance_sequence s where s.instance = i.no), 0)) as seq
          from instance i where i.tenant_no = tenant) tail
    where tail.seq > 0
    on conflict (instance, consumer) do nothing;
end $$;

-- A new subscription begins with the first event received at or after `since_ms` (epoch milliseconds), or with the one
-- numbered `from_seq`, at every instance of its tenant. One of the two is null.
create function start_lanes_from(for_consumer int, tenant int, since_ms bigint, from_seq bigint) returns void
language plpgsql security definer as $$
begin
    perform lanes_check_tenant(tenant);
    insert into lane_cursor (instance, consumer, tenant_no, seq)
    select i.no, for_consumer, tenant, from_seq - 1
    from instance i where i.tenant_no = tenant and since_ms is null and from_seq > 1
    on conflict (instance, consumer) do nothing;
    insert into lane_cursor (instance, consumer, tenant_no, seq)
    select i.no, for_consumer, tenant, first.seq - 1
    from instance i cross join lateral (
        select l.seq from event_log l
        where l.instance = i.no and l.received_at >= since_ms
          and l.bucket >= (to_timestamp(since_ms / 1000.0) at time zone 'UTC')::date - 1
        order by l.seq limit 1) first
    where i.tenant_no = tenant and since_ms is not null
    on conflict (instance, consumer) do nothing;
    if since_ms is not null then
        perform start_lanes_at_tail(for_consumer, tenant);
    end if;
end $$;

-- A definer's function must not find its tables through the caller's search path.
do $$
declare
    signature text;
begin
    foreach signature in array array['delivery_attempt_make(date, int)', 'delivery_attempt_drop(date)',
        'start_lanes_at_tail(int, int)', 'start_lanes_from(int, int, bigint, bigint)'] loop
        execute format('alter function %s set search_path = %I, pg_temp', signature, current_schema());
        execute format('revoke all on function %s from public', signature);
        execute format('grant execute on function %s to angarium_pipeline', signature);
    end loop;
end $$;
grant execute on function start_lanes_at_tail(int, int), start_lanes_from(int, int, bigint, bigint) to angarium_api;

select delivery_attempt_make((now() at time zone 'UTC')::date - 1, 9);

grant select, insert, update, delete on lane_cursor, dead_letter to angarium_pipeline;
grant select, insert on delivery_attempt to angarium_pipeline;
grant select on lane_cursor, delivery_attempt, dead_letter to angarium_api;
grant update (replayed_at, replays, deleted) on dead_letter to angarium_api;

alter table lane_cursor enable row level security;
alter table delivery_attempt enable row level security;
alter table dead_letter enable row level security;
create policy lane_cursor_tenant on lane_cursor for select to angarium_api using (tenant_no = angarium_tenant());
create policy lane_cursor_pipeline on lane_cursor to angarium_pipeline using (true) with check (true);
create policy delivery_attempt_tenant on delivery_attempt for select to angarium_api
    using (tenant_no = angarium_tenant());
create policy delivery_attempt_pipeline on delivery_attempt to angarium_pipeline using (true) with check (true);
create policy dead_letter_tenant on dead_letter to angarium_api
    using (tenant_no = angarium_tenant()) with check (tenant_no = angarium_tenant());
create policy dead_letter_pipeline on dead_letter to angarium_pipeline using (true) with check (true);
