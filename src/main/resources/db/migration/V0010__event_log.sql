-- Who may write where, the log itself, its dedupe keys, and what outlives its partitions.
-- No foreign keys from hot tables: tenants and instances are small numbers that are never reused.

-- How many partitions the instances are spread over; written once, by the first node that starts.
create table cluster_shape (
    one boolean primary key default true check (one),
    partitions int not null check (partitions between 1 and 4096)
);

-- The arbiter of ownership: each claim raises the epoch, each write locks its partitions' rows FOR SHARE and names it.
create table partition_owner (
    partition int primary key,
    epoch bigint not null,
    node text,
    since timestamptz not null default now()
) with (fillfactor = 50);

-- One row per event. The event's id is computed from (received_at, instance, seq). There is no DEFAULT partition on
-- purpose: a row without a partition is refused, and making one later would not have to scan anything.
create table event_log (
    instance int not null,
    seq bigint not null,
    bucket date not null,
    tenant_no int not null,
    received_at bigint not null,
    occurred_at bigint not null,
    type text not null,
    chat text,
    correlation_id text not null,
    data bytea not null,
    raw bytea not null,
    primary key (instance, seq, bucket)
) partition by range (bucket);

-- MAIN keeps bodies in the row: a second table and its index per event would double the cost of a write.
alter table event_log alter column data set storage main, alter column raw set storage main;

do $$
begin
    execute 'alter table event_log alter column data set compression lz4, alter column raw set compression lz4';
exception when feature_not_supported then
    null;
end $$;

-- When all lanes had settled a bucket: retention counts from here.
create table event_log_bucket (
    bucket date primary key,
    settled_at timestamptz not null
);

-- Known keys. A generation is a partition: it is aged out by dropping it, never by DELETE.
create table event_dedupe (
    generation int not null,
    instance int not null,
    key uuid not null,
    seq bigint not null,
    received_at bigint not null,
    fingerprint int not null,
    primary key (instance, key, generation)
) partition by list (generation);

-- Read by the inserting statement: new keys go into the current generation, known ones are looked for in it and in the
-- one before.
create table dedupe_generation (
    one boolean primary key default true check (one),
    current int not null,
    since timestamptz not null
);
insert into dedupe_generation (current, since) values (1, now());

-- The highest number of each instance in partitions that are gone. The next one is max(it, log) + 1.
create table instance_sequence (
    instance int primary key,
    last_seq bigint not null,
    epoch bigint not null
);

-- Events that PostgreSQL refused as they were: in the log as provider.unparsed, listed here.
create table quarantine (
    tenant_no int not null,
    instance int not null,
    seq bigint not null,
    received_at bigint not null,
    type text not null,
    reason text not null,
    at timestamptz not null default now(),
    raw bytea not null,
    primary key (instance, seq)
);
create index quarantine_by_tenant on quarantine (tenant_no, at desc);

-- Makes the partitions of `days` days from `first` on; returns how many were missing. Made apart and attached, because
-- attaching lets writers go on where CREATE TABLE ... PARTITION OF would stop them. Compression pays only where the
-- server has lz4: pglz costs more than all the rest of the write, so without lz4 rows up to 8 kB stay as they are.
create function event_log_make(first date, days int) returns int language plpgsql security definer as $$
declare
    day date;
    name text;
    made int := 0;
    target int;
begin
    perform pg_advisory_xact_lock(hashtext('event_log_make'));
    select case attcompression when 'l' then 256 else 8160 end into target
        from pg_attribute where attrelid = 'event_log'::regclass and attname = 'data';
    for day in select first + n from generate_series(0, days - 1) n loop
        name := 'event_log_' || to_char(day, 'YYYYMMDD');
        continue when to_regclass(name) is not null;
        execute format('create table %I (like event_log including all)
            with (toast_tuple_target = %s, autovacuum_vacuum_insert_threshold = -1)', name, target);
        execute format('alter table event_log attach partition %I for values from (%L) to (%L)', name, day, day + 1);
        made := made + 1;
    end loop;
    return made;
end $$;

-- The highest number of each instance in one bucket, by skipping through its primary key.
create function event_log_tails(day date) returns table (instance int, last_seq bigint)
language plpgsql stable security definer as $$
declare
    name text := 'event_log_' || to_char(day, 'YYYYMMDD');
begin
    if to_regclass(name) is null then
        return;
    end if;
    return query execute format('
        with recursive tail as (
            (select t.instance, t.seq from %1$I t order by t.instance desc, t.seq desc limit 1)
            union all
            select below.* from tail, lateral (select t.instance, t.seq from %1$I t
                where t.instance < tail.instance order by t.instance desc, t.seq desc limit 1) below)
        select * from tail', name);
end $$;

-- Drops one bucket, having written down how far its instances had come. SHARE keeps late writers out meanwhile; the
-- lock time-out keeps a long reader from stopping the writers behind this.
create function event_log_drop(day date) returns boolean language plpgsql security definer
set lock_timeout = '250ms' as $$
declare
    name text := 'event_log_' || to_char(day, 'YYYYMMDD');
begin
    if to_regclass(name) is null then
        return false;
    end if;
    execute format('lock table only %I in share mode', name);
    insert into instance_sequence as s (instance, last_seq, epoch)
        select t.instance, t.last_seq, 0 from event_log_tails(day) t
        on conflict (instance) do update set last_seq = greatest(s.last_seq, excluded.last_seq);
    execute format('drop table %I', name);
    delete from event_log_bucket where bucket = day;
    return true;
end $$;

-- Makes the partitions of the current generation and the next.
create function event_dedupe_make() returns int language plpgsql security definer as $$
declare
    generation int;
    name text;
    made int := 0;
begin
    perform pg_advisory_xact_lock(hashtext('event_dedupe_make'));
    for generation in select g.current + n from dedupe_generation g, generate_series(0, 1) n loop
        name := 'event_dedupe_' || generation;
        continue when to_regclass(name) is not null;
        execute format('create table %I (like event_dedupe including all)', name);
        execute format('alter table event_dedupe attach partition %I for values in (%s)', name, generation);
        made := made + 1;
    end loop;
    return made;
end $$;

-- Starts the next generation once the current one is 8 days old, so a key is known for 8 to 16 days. A start in the
-- future means that the clock went back: then the 8 days are counted from now.
create function event_dedupe_rotate(at timestamptz) returns boolean language plpgsql security definer as $$
begin
    update dedupe_generation set since = at where since > at;
    update dedupe_generation set current = current + 1, since = at where since <= at - interval '8 days';
    if found then
        perform event_dedupe_make();
        return true;
    end if;
    return false;
end $$;

-- Drops the generations before the previous one; returns how many.
create function event_dedupe_drop() returns int language plpgsql security definer
set lock_timeout = '250ms' as $$
declare
    name text;
    dropped int := 0;
begin
    for name in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'event_dedupe'::regclass
          and substr(c.relname, length('event_dedupe_') + 1)::int
              < (select current - 1 from dedupe_generation)
    loop
        execute format('drop table %I', name);
        dropped := dropped + 1;
    end loop;
    return dropped;
end $$;

-- A definer's function must not find its tables through the caller's search path.
do $$
declare
    signature text;
begin
    foreach signature in array array['event_log_make(date, int)', 'event_log_tails(date)', 'event_log_drop(date)',
        'event_dedupe_make()', 'event_dedupe_rotate(timestamptz)', 'event_dedupe_drop()'] loop
        execute format('alter function %s set search_path = %I, pg_temp', signature, current_schema());
        execute format('revoke all on function %s from public', signature);
        execute format('grant execute on function %s to angarium_pipeline', signature);
    end loop;
end $$;

select event_dedupe_make();
select event_log_make((now() at time zone 'UTC')::date, 8);

grant select, insert on cluster_shape to angarium_pipeline;
grant select, insert, update on partition_owner to angarium_pipeline;
grant select, insert on event_log, event_dedupe, quarantine to angarium_pipeline;
grant select, insert, update, delete on event_log_bucket to angarium_pipeline;
grant select on dedupe_generation, instance_sequence to angarium_pipeline;
grant select on event_log, quarantine to angarium_api;

alter table event_log enable row level security;
alter table quarantine enable row level security;
create policy event_log_tenant on event_log for select to angarium_api using (tenant_no = angarium_tenant());
create policy event_log_pipeline on event_log to angarium_pipeline using (true) with check (true);
create policy quarantine_tenant on quarantine for select to angarium_api using (tenant_no = angarium_tenant());
create policy quarantine_pipeline on quarantine to angarium_pipeline using (true) with check (true);
