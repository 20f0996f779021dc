-- name: insert_plan!
insert into plan (session_id, owner, status, claim, attempts, run_after, lease_until)
values (:session_id, :owner, 'PROCESSING', :claim, 1, :now, :lease_until);

-- name: open_plan
-- The plan of a session while it is being written.
select session_id from plan where owner = :owner and session_id = :session_id and status <> 'COMPLETED';

-- name: next_plan
-- One that may be gone on with now: left for a later try, or by a writer whose lease has run out.
select session_id, owner, attempts from plan
where (status = 'PENDING' and run_after <= :now) or (status = 'PROCESSING' and lease_until <= :now)
order by run_after
limit 1;

-- name: claim_plan!
update plan set status = 'PROCESSING', claim = :claim, attempts = attempts + 1, lease_until = :lease_until
where session_id = :session_id;

-- name: held_plan
-- The plan if this claim of it still stands.
select session_id, attempts from plan
where session_id = :session_id and owner = :owner and status = 'PROCESSING' and claim = :claim;

-- name: extend_plan!
-- A question was stored: whoever writes is alive, and the earlier attempts count no more.
update plan set attempts = 1, lease_until = :lease_until where session_id = :session_id;

-- name: postpone_plan!
update plan set status = 'PENDING', run_after = :run_after, lease_until = null where session_id = :session_id;

-- name: end_plan!
update plan set status = 'COMPLETED', lease_until = null where session_id = :session_id and owner = :owner;

-- name: release_plans!
-- For a store that only one process can open: whatever is PROCESSING at start was left by a killed one.
update plan set status = 'PENDING', lease_until = null where status = 'PROCESSING';

-- name: delete_plan!
delete from plan where owner = :owner and session_id = :session_id;

-- name: insert_question_author!
insert into question_author (session_id, main, follow_up, owner, provenance)
values (:session_id, :main, :follow_up, :owner, :provenance);

-- name: question_authors
select main, follow_up, provenance from question_author where session_id = :session_id and owner = :owner;

-- name: delete_question_authors!
delete from question_author where owner = :owner and session_id = :session_id;
