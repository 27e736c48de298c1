-- Tenants and what belongs to them. Numbers are for hot tables and paging, ids are public. What has events is never
-- deleted, only marked, so that its number keeps its meaning. Values named sealed_* are AES-256-GCM, bound to
-- (tenant id, row id, field).

create table tenant (
    no         int generated always as identity primary key,
    id         text not null unique check (length(id) between 1 and 64),
    name       text not null,
    created_at timestamptz not null default now()
);

insert into tenant (id, name) values ('default', 'Default');

create table connection (
    no                     int generated always as identity primary key,
    id                     text not null unique,
    tenant_no              int not null references tenant,
    provider               text not null,
    name                   text not null,
    ingress_key_hash       bytea not null unique check (length(ingress_key_hash) = 32),
    scheme                 text not null,
    options                jsonb not null default '{}',
    sealed_secret          bytea,
    sealed_previous_secret bytea,
    previous_until         timestamptz,
    sealed_verify_token    bytea,
    sealed_api             bytea,
    api_names              text[] not null default '{}',
    auto_provision         boolean not null default true,
    max_body               int,
    -- made from the settings of the installation, one a provider; the fixed ingress routes fall back to it
    from_settings          boolean not null default false,
    created_at             timestamptz not null,
    updated_at             timestamptz not null,
    deleted_at             timestamptz,
    unique (tenant_no, no)
);

create unique index connection_from_settings on connection (provider) where from_settings;

create table instance (
    no            int generated always as identity primary key,
    id            text not null unique,
    tenant_no     int not null,
    connection_no int not null,
    -- the provider's own id; empty: events of accounts that no instance stands for
    external_id   text not null,
    name          text not null,
    state         text not null default 'unknown'
                  check (state in ('unknown', 'open', 'connecting', 'closed', 'qr', 'silent')),
    state_at      timestamptz,
    created_at    timestamptz not null,
    deleted_at    timestamptz,
    unique (tenant_no, no),
    foreign key (tenant_no, connection_no) references connection (tenant_no, no)
);

create unique index instance_account on instance (connection_no, external_id) where deleted_at is null;
-- the fixed ingress routes know the account only
create index instance_external_id on instance (external_id) where deleted_at is null;

create table subscription (
    no                     int generated always as identity primary key,
    id                     text not null unique,
    tenant_no              int not null references tenant,
    url                    text not null,
    events                 text[] not null,
    sealed_secret          bytea,
    sealed_previous_secret bytea,
    previous_until         timestamptz,
    retry_count            int not null,
    retry_delays           bigint[] not null,
    retry_policy           text check (retry_policy in ('broker')),
    timeout_millis         bigint not null,
    ordering               text not null check (ordering in ('instance', 'chat', 'none')),
    concurrency            int not null,
    batch                  int not null,
    media_mode             text not null check (media_mode in ('ready', 'wait', 'none')),
    format                 text not null,
    instances              text[] not null,
    sealed_headers         bytea,
    chats                  text[] not null,
    groups                 boolean not null,
    per_second             int,
    description            text,
    state                  text not null check (state in ('active', 'paused', 'disabled')),
    state_reason           text,
    created_at             timestamptz not null,
    updated_at             timestamptz not null,
    deleted_at             timestamptz,
    -- the transaction that wrote the row last: readers ask for what their last snapshot did not hold
    version                bigint not null default 0,
    unique (tenant_no, no)
);

create index subscription_version on subscription (version);
create index subscription_overlap on subscription (previous_until) where previous_until is not null;

create function subscription_stamp() returns trigger language plpgsql as $$
begin
    new.version := pg_current_xact_id()::text::bigint;
    return new;
end $$;

create trigger subscription_stamp before insert or update on subscription
    for each row execute function subscription_stamp();

alter table tenant enable row level security;
alter table connection enable row level security;
alter table instance enable row level security;
alter table subscription enable row level security;

create policy api on tenant to angarium_api
    using (no = angarium_tenant() or angarium_operator()) with check (angarium_operator());
create policy api on connection to angarium_api
    using (tenant_no = angarium_tenant()) with check (tenant_no = angarium_tenant());
create policy api on instance to angarium_api
    using (tenant_no = angarium_tenant()) with check (tenant_no = angarium_tenant());
create policy api on subscription to angarium_api
    using (tenant_no = angarium_tenant()) with check (tenant_no = angarium_tenant());

create policy pipeline on tenant to angarium_pipeline using (true);
create policy pipeline on connection to angarium_pipeline using (true) with check (true);
create policy pipeline on instance to angarium_pipeline using (true) with check (true);
create policy pipeline on subscription to angarium_pipeline using (true) with check (true);

grant select, insert on tenant to angarium_api;
grant select, insert, update on connection, instance, subscription to angarium_api;
grant select on tenant to angarium_pipeline;
grant select, insert, update on connection, instance to angarium_pipeline;
grant select, update on subscription to angarium_pipeline;
