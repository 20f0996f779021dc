-- name: target_job
select description from target_job where owner = :owner and resume_id = :resume_id;

-- name: save_target_job!
insert into target_job (resume_id, owner, description, saved_at)
values (:resume_id, :owner, :description, :saved_at)
on conflict (resume_id) do update set description = excluded.description, saved_at = excluded.saved_at;

-- name: delete_target_job!
delete from target_job where owner = :owner and resume_id = :resume_id;
