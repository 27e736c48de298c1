-- What somebody asked to be delivered again, and how far that is. A job survives restarts and take-overs: each of its
-- parts belongs to one lane and is carried on by whoever owns the lane's partition.

create table replay_job (
    id          text primary key,
    tenant_no   int not null,
    kind        text not null check (kind in ('replay', 'dead_letters')),
    -- of a range: the filter's words, and the bounds of received_at, epoch milliseconds, both included
    types       text[] not null default '{}',
    since_ms    bigint,
    until_ms    bigint,
    -- another address than the subscription's own
    url         text,
    state       text not null check (state in ('queued', 'running', 'done', 'failed')),
    actor       text not null,
    created_at  timestamptz not null default now(),
    finished_at timestamptz
);
create index replay_job_open on replay_job (tenant_no) where finished_at is null;
create index replay_job_age on replay_job (created_at);

create table replay_part (
    job_id    text not null references replay_job on delete cascade,
    consumer  int not null,
    instance  int not null,
    partition int not null,
    -- the first event that is not settled yet
    next_seq  bigint not null,
    until_seq bigint not null,
    total     bigint not null,
    done      bigint not null default 0,
    failed    bigint not null default 0,
    ended     boolean not null default false,
    primary key (job_id, consumer, instance)
);
create index replay_part_open on replay_part (partition) where not ended;

-- The job that is to deliver a dead letter again; null once it did.
alter table dead_letter add column replay_job text;
create index dead_letter_by_job on dead_letter (replay_job, consumer, instance, seq) where replay_job is not null;

alter table replay_job enable row level security;
alter table replay_part enable row level security;
create policy replay_job_tenant on replay_job to angarium_api
    using (tenant_no = angarium_tenant()) with check (tenant_no = angarium_tenant());
create policy replay_part_tenant on replay_part to angarium_api
    using (exists (select from replay_job j where j.id = job_id))
    with check (exists (select from replay_job j where j.id = job_id));
create policy replay_job_pipeline on replay_job to angarium_pipeline using (true) with check (true);
create policy replay_part_pipeline on replay_part to angarium_pipeline using (true) with check (true);

grant select, insert on replay_job, replay_part to angarium_api;
grant update (state, finished_at) on replay_job to angarium_api;
grant select, update, delete on replay_job, replay_part to angarium_pipeline;
grant update (replay_job) on dead_letter to angarium_api;
