-- name: history
-- One row per session of one person or of all (:candidate_id null), newest first. What is judged is read from its
-- facts; the others are counted from their answers, and have no score yet.
with waiting as (
    select s.id, s.interviewer
    from session s
    where s.owner = :owner and (s.candidate_id = :candidate_id or cast(:candidate_id as bigint) is null)
      and not exists (select 1 from result r where r.session_id = s.id)
),
said as (
    select session_id, sum(active_seconds) as active_seconds, sum(length(text)) as characters,
        count(*) filter (where follow_up = 0 and text <> '') as answered
    from answer
    where owner = :owner and session_id in (select id from waiting)
    group by session_id
)
select s.id as session_id, s.candidate_id, s.number, s.title, c.name as candidate_name, s.resume_id, s.language,
    s.level, s.status, s.evaluate_status, s.created_at, s.completed_at, s.question_count, r.overall_score,
    coalesce(r.answered, said.answered, 0) as answered, s.question_count as planned,
    coalesce(r.partial, coalesce(said.answered, 0) * 2 < s.question_count) as partial,
    coalesce(r.mixed, false) as mixed, coalesce(r.stand_in, false) as stand_in,
    coalesce(r.interviewer, s.interviewer) as interviewer, coalesce(r.model, '') as model,
    coalesce(r.rubric_version, '') as rubric_version, coalesce(r.prompt_version, '') as prompt_version,
    coalesce(r.active_seconds, said.active_seconds, 0) as active_seconds,
    coalesce(r.characters, said.characters, 0) as characters
from session s
left join candidate c on c.id = s.candidate_id
left join result r on r.session_id = s.id
left join said on said.session_id = s.id
where s.owner = :owner and (s.candidate_id = :candidate_id or cast(:candidate_id as bigint) is null)
order by s.number desc;

-- name: category_history
-- One row per judged session and category of one person or of all (:candidate_id null), oldest first.
select k.session_id, k.candidate_id, k.created_at, k.category, k.score, k.question_count,
    r.interviewer, r.model, r.rubric_version, r.comparable
from category_result k
join result r on r.session_id = k.session_id
where k.owner = :owner and r.owner = :owner
  and (k.candidate_id = :candidate_id or cast(:candidate_id as bigint) is null)
  and (r.candidate_id = :candidate_id or cast(:candidate_id as bigint) is null)
order by k.created_at, r.number, k.category;

-- name: dimension_history
-- One row per judged session and dimension of the rubric of one person, oldest first.
select d.session_id, d.candidate_id, d.created_at, d.dimension, d.rating, d.answers,
    r.interviewer, r.model, r.rubric_version, r.comparable
from dimension_result d
join result r on r.session_id = d.session_id
where d.owner = :owner and d.candidate_id = :candidate_id and r.owner = :owner and r.candidate_id = :candidate_id
order by d.created_at, r.number, d.dimension;

-- name: answer_history
-- One row per answer of one person that is not blank, oldest first.
select a.session_id, a.candidate_id, a.main, a.follow_up, a.created_at, a.category, a.skill, a.difficulty, a.score,
    a.low, a.high, a.active_seconds, a.characters, r.interviewer, r.model, r.rubric_version, r.comparable
from answer_result a
join result r on r.session_id = a.session_id
where a.owner = :owner and a.candidate_id = :candidate_id and a.characters > 0
  and r.owner = :owner and r.candidate_id = :candidate_id
order by a.created_at, r.number, a.main, a.follow_up;
