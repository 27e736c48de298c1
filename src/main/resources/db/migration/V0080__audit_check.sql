-- The next tenant after this one, and the first row of its audit chain that is not as it was written; null where all are.
-- As the owner: the pipeline, which asks for it, may not read the rows.
create function check_audit_after(after int) returns table (tenant_no int, tenant_id text, broken bigint)
language sql stable security definer set search_path from current as $$
    select t.no, t.id, broken_audit(t.no) from tenant t where t.no > after order by t.no limit 1
$$;
revoke all on function check_audit_after(int) from public;
grant execute on function check_audit_after(int) to angarium_pipeline;
