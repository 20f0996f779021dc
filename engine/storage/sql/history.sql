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
join result r on r.number = k.number
where k.owner = :owner and r.owner = :owner
  and (k.candidate_id = :candidate_id or cast(:candidate_id as bigint) is null)
  and (r.candidate_id = :candidate_id or cast(:candidate_id as bigint) is null)
order by k.created_at, r.number, k.category;

-- name: dimension_history
-- One row per judged session and dimension of the rubric of one person, oldest first.
select d.session_id, d.candidate_id, d.created_at, d.dimension, d.rating, d.answers,
    r.interviewer, r.model, r.rubric_version, r.comparable
from dimension_result d
join result r on r.number = d.number
where d.owner = :owner and d.candidate_id = :candidate_id and r.owner = :owner and r.candidate_id = :candidate_id
order by d.created_at, r.number, d.dimension;

-- name: answer_history
-- One row per answer of one person that is not blank, oldest first.
select a.session_id, a.candidate_id, a.main, a.follow_up, a.created_at, a.category, a.skill, a.difficulty, a.score,
    a.low, a.high, a.active_seconds, a.characters, r.interviewer, r.model, r.rubric_version, r.comparable
from answer_result a
join result r on r.number = a.number
where a.owner = :owner and a.candidate_id = :candidate_id and a.characters > 0
  and r.owner = :owner and r.candidate_id = :candidate_id
order by a.created_at, r.number, a.main, a.follow_up;

-- name: newest_judge
-- Who judged the newest comparable session of a person.
select interviewer, model, rubric_version from result
where owner = :owner and candidate_id = :candidate_id and comparable
order by created_at desc, number desc limit 1;

-- name: highlights
-- Where the best answers (:direction 1) or the weakest (-1) of one person by one judge are.
select a.session_id, a.main, a.follow_up, a.created_at, a.category, a.skill, a.score, a.low, a.high
from answer_result a
join result r on r.number = a.number
where a.owner = :owner and a.candidate_id = :candidate_id and a.characters > 0 and a.score is not null
  and r.owner = :owner and r.candidate_id = :candidate_id and not r.mixed
  and r.interviewer = :interviewer and r.model = :model and r.rubric_version = :rubric_version
order by :direction * a.score desc, a.created_at desc, a.session_id, a.main, a.follow_up
limit :most;

-- name: provenance
-- Who judged what of each session of a person: one row per session and interviewer, model, prompt, rubric and reason
-- for standing in, newest session first. Of an answer judged again the newest judgement counts.
with mine as (
    select id, number, title, created_at from session where owner = :owner and candidate_id = :candidate_id
),
latest as (
    select distinct on (session_id, main, follow_up) session_id, score, interviewer, model, prompt_version,
        rubric_version, fallback_reason, input_tokens, output_tokens, evaluated_at
    from evaluation
    where owner = :owner and session_id in (select id from mine)
    order by session_id, main, follow_up, id desc
)
select m.id as session_id, m.number, m.title, m.created_at, e.interviewer, e.model, e.prompt_version, e.rubric_version,
    e.fallback_reason, count(*) as answers, count(e.score) as scored, sum(e.input_tokens) as input_tokens,
    sum(e.output_tokens) as output_tokens, max(e.evaluated_at) as evaluated_at
from mine m
join latest e on e.session_id = m.id
group by m.id, m.number, m.title, m.created_at, e.interviewer, e.model, e.prompt_version, e.rubric_version,
    e.fallback_reason
order by m.number desc, answers desc, e.interviewer, e.model, e.prompt_version;

-- name: newest_comparable
-- The newest comparable session by one judge of each of :ids.
select * from (
    select distinct on (r.candidate_id) r.candidate_id, c.name, r.session_id, r.title, r.created_at, r.overall_score,
        r.answered, r.planned
    from result r
    join candidate c on c.id = r.candidate_id
    where r.owner = :owner and c.owner = :owner and r.comparable
      and r.candidate_id in (select unnest(cast(:ids as bigint[])))
      and r.interviewer = :interviewer and r.model = :model and r.rubric_version = :rubric_version
    order by r.candidate_id, r.created_at desc, r.number desc
) newest;

-- name: categories_of_sessions
select session_id, category, score, question_count from category_result
where owner = :owner and session_id in (select unnest(cast(:ids as varchar[])));

-- name: quotes_of_sessions
-- What the newest judgement of each answer quotes, by the category of its main question, best answer first.
with judged as (
    select distinct on (session_id, main, follow_up) session_id, main, follow_up, score, evidence
    from evaluation
    where owner = :owner and session_id in (select unnest(cast(:ids as varchar[])))
    order by session_id, main, follow_up, id desc
)
select j.session_id, a.category, j.main, j.follow_up, j.score, j.evidence
from judged j
join answer_result a on a.session_id = j.session_id and a.main = j.main and a.follow_up = 0
where a.owner = :owner and a.session_id in (select unnest(cast(:ids as varchar[]))) and j.score is not null
order by j.session_id, a.category, j.score desc, j.main, j.follow_up;

-- name: sessions_of_people
-- The judged sessions of :ids in which something was said, newest first, with the facts that sessions_frame takes.
select r.session_id, r.candidate_id, r.number, r.title, c.name as candidate_name, r.language, r.level,
    'EVALUATED' as status, r.created_at, r.completed_at, r.overall_score, r.answered, r.planned, r.partial, r.mixed,
    r.stand_in, r.interviewer, r.model, r.rubric_version, r.prompt_version, r.active_seconds, r.characters
from result r
join candidate c on c.id = r.candidate_id
where r.owner = :owner and r.answered > 0 and r.candidate_id in (select unnest(cast(:ids as bigint[])))
order by r.number desc;

-- name: categories_of_people
-- Means by person, judge and category over the comparable sessions of :ids.
select r.candidate_id, r.interviewer, r.model, r.rubric_version, k.category, avg(k.score) as score,
    count(*) as sessions, sum(k.question_count) as question_count
from result r
join category_result k on k.number = r.number
where r.owner = :owner and k.owner = :owner and r.comparable and k.score is not null
  and r.candidate_id in (select unnest(cast(:ids as bigint[])))
  and k.candidate_id in (select unnest(cast(:ids as bigint[])))
group by r.candidate_id, r.interviewer, r.model, r.rubric_version, k.category
order by r.candidate_id, sessions desc, k.category;

-- name: cohort_sessions
-- The newest of the judged sessions of a cohort in which something was said (all of :tag, :role, :language, :level that
-- are not null), as in sessions_of_people. They are chosen by number alone, since sorting whole rows takes long.
with newest as (
    select r.number
    from result r
    where r.owner = :owner and r.answered > 0
      and (cast(:tag as varchar) is null or r.candidate_id in (
          select t.candidate_id from tag t where t.owner = :owner and t.tag = :tag))
      and (lower(r.title) = :role or cast(:role as varchar) is null)
      and (r.language = :language or cast(:language as varchar) is null)
      and (r.level = :level or cast(:level as varchar) is null)
    order by r.number desc
    limit :most
)
select r.session_id, r.candidate_id, r.number, r.title, c.name as candidate_name, r.language, r.level,
    'EVALUATED' as status, r.created_at, r.completed_at, r.overall_score, r.answered, r.planned, r.partial, r.mixed,
    r.stand_in, r.interviewer, r.model, r.rubric_version, r.prompt_version, r.active_seconds, r.characters
from newest n
join result r on r.number = n.number
join candidate c on c.id = r.candidate_id
where r.owner = :owner
order by r.number desc;

-- name: group_categories
-- Means by judge and category over all comparable sessions of a person or a cohort: before :split, and from then on.
select r.interviewer, r.model, r.rubric_version, k.category, r.created_at >= :split as late,
    avg(k.score) as score, count(*) as sessions, sum(k.question_count) as question_count
from result r
join category_result k on k.number = r.number
where r.owner = :owner and k.owner = :owner and r.comparable and k.score is not null
  and (r.candidate_id = :candidate_id or cast(:candidate_id as bigint) is null)
  and (k.candidate_id = :candidate_id or cast(:candidate_id as bigint) is null)
  and (cast(:tag as varchar) is null or r.candidate_id in (
      select t.candidate_id from tag t where t.owner = :owner and t.tag = :tag))
  and (lower(r.title) = :role or cast(:role as varchar) is null)
  and (r.language = :language or cast(:language as varchar) is null)
  and (r.level = :level or cast(:level as varchar) is null)
group by r.interviewer, r.model, r.rubric_version, k.category, r.created_at >= :split
order by sessions desc, k.category;

-- name: group_days
-- Sums by judge and day (counted from 1970 in UTC) over all comparable sessions of a person or a cohort: before :split,
-- and from then on. Counting days takes a tenth of the time that truncating times to months does.
select r.interviewer, r.model, r.rubric_version, cast(floor(extract(epoch from r.created_at) / 86400) as integer) as day,
    r.created_at >= :split as late, sum(r.overall_score) as total, count(*) as sessions
from result r
where r.owner = :owner and r.comparable
  and (r.candidate_id = :candidate_id or cast(:candidate_id as bigint) is null)
  and (cast(:tag as varchar) is null or r.candidate_id in (
      select t.candidate_id from tag t where t.owner = :owner and t.tag = :tag))
  and (lower(r.title) = :role or cast(:role as varchar) is null)
  and (r.language = :language or cast(:language as varchar) is null)
  and (r.level = :level or cast(:level as varchar) is null)
group by r.interviewer, r.model, r.rubric_version, cast(floor(extract(epoch from r.created_at) / 86400) as integer), r.created_at >= :split
order by day, sessions desc;
