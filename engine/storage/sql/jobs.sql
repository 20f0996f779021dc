-- name: insert_job!
insert into job (kind, owner, session_id, main, follow_up, resume_id, status, run_after)
values (:kind, :owner, :session_id, :main, :follow_up, :resume_id, 'PENDING', :run_after);

-- name: next_job
-- The oldest piece of work that may be done now: due, or left by a worker whose lease has run out.
-- A summary waits until no evaluation of its session is open.
select j.*
from job j
where ((j.status = 'PENDING' and j.run_after <= :now) or (j.status = 'PROCESSING' and j.lease_until <= :now))
  and (j.kind <> 'summary' or not exists (
      select 1 from job e
      where e.session_id = j.session_id and e.kind = 'evaluation' and e.status in ('PENDING', 'PROCESSING')))
order by j.id
limit 1;

-- name: claim_job!
update job set status = 'PROCESSING', attempts = attempts + 1, lease_until = :lease_until
where id = :id;

-- name: held_job
-- The job if this claim of it still stands.
select id from job where id = :id and status = 'PROCESSING' and attempts = :attempts;

-- name: return_job!
-- Whoever had it stopped before it could be done, which was not the work's fault.
update job set status = 'PENDING', attempts = attempts - 1, lease_until = null where id = :id;

-- name: end_job!
update job set status = :status, error = :error, run_after = :run_after, lease_until = null where id = :id;

-- name: release_jobs!
-- For a store that only one process can open: whatever is PROCESSING at start was left by a killed one.
update job set status = 'PENDING', lease_until = null where status = 'PROCESSING';

-- name: open_jobs
select count(*) as jobs from job where status in ('PENDING', 'PROCESSING');
