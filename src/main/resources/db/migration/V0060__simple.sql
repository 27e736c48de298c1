-- The simple messages as their reads want them, made from the log by projection -1; can be made again any time.

create table simple_message (
    instance   int not null,
    seq        bigint not null,
    message_id text not null,
    sender     text not null,
    recipient  text not null,
    -- as sent, and what it means: microseconds, since two times may differ by less than a millisecond
    ts         text not null,
    at_micros  bigint not null,
    body       text,
    primary key (instance, seq)
);

create unique index simple_message_id on simple_message (instance, message_id);
create index simple_message_order on simple_message (instance, at_micros, message_id collate "C");
create index simple_message_sender on simple_message (instance, sender);

-- How far the projection is: its cursor would do, but is written later.
create table simple_progress (
    instance int primary key,
    seq      bigint not null
);

-- All belong to one tenant; row-level security still keeps them from every other.
alter table simple_message enable row level security;
alter table simple_progress enable row level security;
create policy pipeline on simple_message to angarium_pipeline using (true) with check (true);
create policy pipeline on simple_progress to angarium_pipeline using (true) with check (true);
grant select, insert on simple_message to angarium_pipeline;
grant select, insert, update on simple_progress to angarium_pipeline;
