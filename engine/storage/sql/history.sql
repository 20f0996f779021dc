-- name: history
-- One row per session, newest first, with its result as it stood at the newest summary.
with result as (
    select distinct on (session_id) *
    from summary
    where owner = :owner
    order by session_id, id desc
),
said as (
    select session_id,
        sum(active_seconds) as active_seconds,
        count(*) filter (where follow_up = 0 and text <> '') as answered
    from answer
    where owner = :owner
    group by session_id
),
judge as (
    -- A skip is scored without a model, so that an evaluation that names one says more.
    select distinct on (session_id) session_id, interviewer, model, rubric_version
    from evaluation
    where owner = :owner and score is not null
    order by session_id, model = '', id desc
)
select s.id as session_id, s.number, s.title, c.name as candidate_name, s.resume_id, s.language, s.status,
    s.evaluate_status, s.created_at, s.completed_at, s.question_count, r.overall_score,
    coalesce(said.answered, 0) as answered, s.question_count as planned,
    coalesce(said.answered, 0) * 2 < s.question_count as partial,
    coalesce(r.mixed, false) as mixed, coalesce(judge.interviewer, s.interviewer) as interviewer,
    coalesce(judge.model, '') as model, coalesce(judge.rubric_version, '') as rubric_version,
    coalesce(said.active_seconds, 0) as active_seconds
from session s
left join candidate c on c.id = s.candidate_id
left join result r on r.session_id = s.id
left join said on said.session_id = s.id
left join judge on judge.session_id = s.id
where s.owner = :owner
order by s.number desc;

-- name: category_history
-- One row per evaluated session and category. A main question and its scored follow-ups are one group, their
-- mean; a skipped follow-up and whatever is unscored are left out.
with latest as (
    select distinct on (session_id, main, follow_up) session_id, main, follow_up, score
    from evaluation
    where owner = :owner
    order by session_id, main, follow_up, id desc
),
grouped as (
    select e.session_id, e.main, avg(e.score) as score
    from latest e
    join answer a on a.session_id = e.session_id and a.main = e.main and a.follow_up = e.follow_up
    where e.score is not null and (e.follow_up = 0 or a.text <> '')
    group by e.session_id, e.main
)
select s.id as session_id, s.created_at, q.category,
    cast(floor(avg(g.score) + 0.5) as integer) as score, count(*) as question_count
from grouped g
join question q on q.session_id = g.session_id and q.main = g.main and q.follow_up = 0
join session s on s.id = g.session_id
where s.owner = :owner and s.status = 'EVALUATED'
group by s.id, s.created_at, s.number, q.category
order by s.number, q.category;
