-- name: insert_note
insert into note (owner, candidate_id, session_id, main, follow_up, author, text, created_at, changed_at)
values (:owner, :candidate_id, :session_id, :main, :follow_up, :author, :text, :now, :now)
returning id;

-- name: notes
-- Of one session, those on the session first, then by place, oldest first.
select id, session_id, main, follow_up, author, text, created_at, changed_at from note
where owner = :owner and session_id = :session_id
order by coalesce(main, -1), coalesce(follow_up, -1), id;

-- name: notes_of_candidate
-- Newest first.
select id, session_id, main, follow_up, author, text, created_at, changed_at from note
where owner = :owner and candidate_id = :candidate_id order by created_at desc, id desc limit :most;

-- name: note_by_id
select * from note where owner = :owner and id = :id;

-- name: change_note!
update note set text = :text, changed_at = :now where owner = :owner and id = :id;

-- name: delete_note!
delete from note where owner = :owner and id = :id;

-- name: insert_override!
insert into override (owner, candidate_id, session_id, main, follow_up, author, score, reason, created_at)
values (:owner, :candidate_id, :session_id, :main, :follow_up, :author, :score, :reason, :now);

-- name: overrides
-- The one that counts of each answer of a session; withdrawn ones are left out.
select * from (
    select distinct on (main, follow_up) main, follow_up, author, score, reason, created_at
    from override where owner = :owner and session_id = :session_id
    order by main, follow_up, id desc
) newest
where score is not null order by main, follow_up;

-- name: pairs
-- Answers that both a machine and a coach have scored, of one person or of all (:candidate_id null). The machine's
-- judge is that of the answer's own evaluation.
with coach as (
    select distinct on (session_id, main, follow_up) session_id, main, follow_up, score
    from override
    where owner = :owner and (candidate_id = :candidate_id or cast(:candidate_id as bigint) is null)
    order by session_id, main, follow_up, id desc
),
machine as (
    select distinct on (session_id, main, follow_up) session_id, main, follow_up, score, interviewer, model,
        rubric_version
    from evaluation
    where owner = :owner and session_id in (select session_id from coach where score is not null)
    order by session_id, main, follow_up, id desc
)
select m.session_id, m.main, m.follow_up, q.category, m.score as machine, c.score as coach, m.interviewer, m.model,
    m.rubric_version
from coach c
join machine m on m.session_id = c.session_id and m.main = c.main and m.follow_up = c.follow_up
join question q on q.owner = :owner and q.session_id = m.session_id and q.main = m.main and q.follow_up = 0
where c.score is not null and m.score is not null
order by m.session_id, m.main, m.follow_up;
