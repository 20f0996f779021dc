-- name: resumes_of_candidate
select id from resume where owner = :owner and candidate_id = :candidate_id;

-- name: sessions_of_candidate
select id from session where owner = :owner and candidate_id = :candidate_id;

-- name: candidate_without_rows
-- Nothing where the person has a resume or a session.
select c.id from candidate c
where c.owner = :owner and c.id = :candidate_id
  and not exists (select 1 from resume r where r.candidate_id = c.id)
  and not exists (select 1 from session s where s.candidate_id = c.id);

-- name: candidate_by_id
select * from candidate where owner = :owner and id = :candidate_id;

-- name: rename_candidate!
update candidate set name = :name where owner = :owner and id = :candidate_id;

-- name: delete_candidate!
delete from candidate where owner = :owner and id = :candidate_id;

-- name: delete_cards!
delete from card where owner = :owner and candidate_id = :candidate_id;

-- name: delete_tags!
delete from tag where owner = :owner and candidate_id = :candidate_id;

-- name: delete_shortlisting!
delete from shortlisted where owner = :owner and candidate_id = :candidate_id;

-- name: delete_cards_of_session!
delete from card where owner = :owner and session_id = :session_id;

-- name: delete_notes_of_session!
delete from note where owner = :owner and session_id = :session_id;

-- name: delete_overrides_of_session!
delete from override where owner = :owner and session_id = :session_id;
