-- name: insert_result!
insert into result (session_id, owner, candidate_id, resume_id, number, purpose, language, title, level, created_at,
    completed_at, interviewer, model, prompt_version, rubric_version, overall_score, answered, planned, partial, mixed,
    stand_in, comparable, active_seconds, characters)
values (:session_id, :owner, :candidate_id, :resume_id, :number, :purpose, :language, :title, :level, :created_at,
    :completed_at, :interviewer, :model, :prompt_version, :rubric_version, :overall_score, :answered, :planned,
    :partial, :mixed, :stand_in, :comparable, :active_seconds, :characters);

-- name: insert_category_results!
-- A row for each element of the lists.
insert into category_result (session_id, owner, number, candidate_id, created_at, category, score, question_count)
select :session_id, :owner, :number, :candidate_id, :created_at, unnest(cast(:category as varchar[])),
    unnest(cast(:score as integer[])), unnest(cast(:question_count as integer[]));

-- name: insert_dimension_results!
insert into dimension_result (session_id, owner, number, candidate_id, created_at, dimension, rating, answers)
select :session_id, :owner, :number, :candidate_id, :created_at, unnest(cast(:dimension as varchar[])),
    unnest(cast(:rating as double precision[])), unnest(cast(:answers as integer[]));

-- name: insert_answer_results!
insert into answer_result (session_id, owner, number, candidate_id, created_at, main, follow_up, answered_at, question_key,
    category, skill, difficulty, score, low, high, active_seconds, characters)
select :session_id, :owner, :number, :candidate_id, :created_at, unnest(cast(:main as integer[])),
    unnest(cast(:follow_up as integer[])), unnest(cast(:answered_at as timestamptz[])),
    unnest(cast(:question_key as varchar[])), unnest(cast(:category as varchar[])), unnest(cast(:skill as varchar[])),
    unnest(cast(:difficulty as varchar[])), unnest(cast(:score as integer[])), unnest(cast(:low as integer[])),
    unnest(cast(:high as integer[])), unnest(cast(:active_seconds as double precision[])),
    unnest(cast(:characters as integer[]));

-- name: sessions_without_result
-- Judged ones with a number above :after, oldest first.
select s.number, s.owner, s.id from session s
where s.status = 'EVALUATED' and s.number > :after and not exists (select 1 from result r where r.session_id = s.id)
order by s.number
limit :most;

-- name: delete_result!
delete from result where owner = :owner and session_id = :session_id;

-- name: delete_category_results!
delete from category_result where owner = :owner and session_id = :session_id;

-- name: delete_dimension_results!
delete from dimension_result where owner = :owner and session_id = :session_id;

-- name: delete_answer_results!
delete from answer_result where owner = :owner and session_id = :session_id;
