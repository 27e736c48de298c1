-- What the reads of simple messages ask for beyond V0060; nothing has been projected before this.

-- The rest of a time below its microsecond: times are compared as sent, to the nanosecond.
alter table simple_message add column at_nanos smallint not null default 0;

-- The text without case, folded by the broker: what a letter's other case is does not depend on the server's locale.
alter table simple_message add column folded text;

drop index simple_message_order;
create index simple_message_order on simple_message (instance, at_micros, at_nanos, message_id collate "C");

-- Reads come from outside and may be slow: they have the api's connections, never the pipeline's, and see one tenant.
create policy api on simple_message for select to angarium_api
    using (instance in (select no from instance where tenant_no = angarium_tenant()));
grant select on simple_message to angarium_api;
