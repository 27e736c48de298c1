-- How long each instance usually pauses: the longest pause between two of its events in the running week and in the one
-- before. One row an instance, looked at about once a minute; nothing on the way of an event touches it.
create table instance_habit (
    instance       int primary key,
    -- when its newest event of a provider was received, epoch milliseconds
    heard_at       bigint not null,
    known_since    bigint not null,
    week_since     bigint not null,
    pauses         bigint not null default 0,
    longest        bigint not null default 0,
    longest_before bigint not null default 0,
    -- the heard_at after which it was told to be silent; null while it is not
    alarmed_at     bigint
) with (fillfactor = 70);

create index instance_habit_alarmed on instance_habit (instance) where alarmed_at is not null;

grant select, insert, update on instance_habit to angarium_pipeline;
