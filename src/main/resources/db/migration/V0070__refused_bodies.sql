-- What a connection's provider sends in vain is shown at the connection, also after a restart. Nodes gather it and add
-- it up here at most once a minute, so the row is hardly ever locked.
alter table connection add column too_large bigint not null default 0;
alter table connection add column too_large_at timestamptz;
