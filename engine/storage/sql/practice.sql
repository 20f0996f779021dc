-- name: card
select * from card where owner = :owner and candidate_id = :candidate_id and question_key = :question_key;

-- name: save_card!
insert into card (owner, candidate_id, question_key, session_id, main, state, earlier, due, last_score, reps,
    reviewed_at)
values (:owner, :candidate_id, :question_key, :session_id, :main, :state, :earlier, :due, :last_score, :reps,
    :reviewed_at)
on conflict (owner, candidate_id, question_key) do update set session_id = excluded.session_id,
    main = excluded.main, state = excluded.state, earlier = excluded.earlier, due = excluded.due,
    last_score = excluded.last_score, reps = excluded.reps, reviewed_at = excluded.reviewed_at;

-- name: delete_card!
delete from card where owner = :owner and candidate_id = :candidate_id and question_key = :question_key;

-- name: cards_of_session
select candidate_id, question_key from card where owner = :owner and session_id = :session_id;

-- name: askings
-- Every scored asking of a question to one person, in the order they were answered.
select session_id, main, answered_at, score from answer_result
where owner = :owner and candidate_id = :candidate_id and question_key = :question_key and score is not null
order by answered_at, session_id, main;

-- name: due_cards
-- What to practise again, due first, then weakest; with its question as it was last asked.
with chosen as (
    select * from card where owner = :owner and candidate_id = :candidate_id
    order by due > :now, case when due > :now then last_score else 0 end, due, question_key
    limit :most
)
select k.question_key, k.session_id, k.main, k.due, k.due <= :now as is_due, k.last_score, k.reps, k.reviewed_at,
    q.text, q.category, q.type, q.difficulty, q.skill, q.language
from chosen k
join question q on q.session_id = k.session_id and q.main = k.main and q.follow_up = 0 and q.owner = :owner
order by k.due > :now, case when k.due > :now then k.last_score else 0 end, k.due, k.question_key;

-- name: due_count
select count(*) filter (where due <= :now) as due, count(*) as cards
from card where owner = :owner and candidate_id = :candidate_id;

-- name: newest_resume_of_candidate
select id from resume where owner = :owner and candidate_id = :candidate_id order by uploaded_at desc, id desc limit 1;

-- name: newest_brief_of_candidate
-- What the person practised for last; a screening says nothing of what they want to practise.
select level, target_role, job_description, language from session
where owner = :owner and candidate_id = :candidate_id order by number desc limit 1;
