insert into candidate (owner, name, created_at)
select owner, name, began from people order by person;

insert into resume (owner, candidate_id, filename, content_type, size, sha256, text, uploaded_at)
select owner, person + 1, 'resume-' || (person + 1) || '.txt', 'text/plain', length(text), md5(person || text), text, began
from people order by person;

insert into session (id, owner, candidate_id, resume_id, resume_text, purpose, language, title, question_count, level,
    target_role, job_description, follow_ups, seed, request_id, interviewer, status, evaluate_status, created_at,
    completed_at)
select s.id, p.owner, s.person + 1, s.person + 1, p.text, s.purpose, p.language, p.title, s.planned, s.level, '', '', 1,
    s.session, '', s.interviewer, 'EVALUATED', 'COMPLETED', s.began_at,
    s.began_at + to_microseconds(cast(1000000 * (select max(g.until) from given g where g.session = s.session) as bigint))
from sessions s join people p using (person)
order by s.session;

create temp table told as
select s.session, s.id as session_id, p.owner, s.person + 1 as candidate_id, s.began_at, g.main, g.follow_up, p.theme, g.asked,
    g.said, g.seconds, g.until, case when s.mixed = 1 and g.main = 0 then 'offline' else s.interviewer end as interviewer,
    case when s.mixed = 1 and g.main = 0 then '' else s.model end as model,
    s.mixed = 1 and g.main = 0 and s.interviewer <> 'offline' as stood_in
from given g join sessions s using (session) join people p using (person);

insert into question (session_id, main, follow_up, owner, text, category, type, difficulty, skill, language, reason,
    reference_answer, key_points, probes, created_at)
select t.session_id, t.main, t.follow_up, t.owner, q.text, q.category, q.type, q.difficulty, q.skill, q.language,
    q.reason, q.reference_answer, q.key_points, q.probes, t.began_at
from told t join pool_question q using (theme, asked, follow_up)
order by t.session, t.main, t.follow_up;

insert into answer (session_id, main, follow_up, owner, text, shown_at, answered_at, active_seconds)
select t.session_id, t.main, t.follow_up, t.owner, a.answer,
    t.began_at + to_microseconds(cast(1000000 * (t.until - t.seconds) as bigint)),
    t.began_at + to_microseconds(cast(1000000 * t.until as bigint)), t.seconds
from told t join pool_said a using (theme, asked, follow_up, said)
order by t.session, t.main, t.follow_up;

insert into evaluation (session_id, main, follow_up, owner, score, ratings, evidence, missing, feedback, interviewer,
    model, prompt_version, rubric_version, input_tokens, output_tokens, fallback_reason, evaluated_at)
select t.session_id, t.main, t.follow_up, t.owner, a.score, a.ratings, a.evidence, a.missing, a.feedback, t.interviewer,
    t.model, a.prompt_version, a.rubric_version, 0, 0, case when t.stood_in then 'timeout' else '' end,
    t.began_at + to_microseconds(cast(1000000 * (t.until + 1) as bigint))
from told t join pool_said a using (theme, asked, follow_up, said)
order by t.session, t.main, t.follow_up;

create temp table scored as
select t.*, a.score, a.characters, a.prompt_version, q.category, q.skill, q.difficulty, q.question_key
from told t join pool_said a using (theme, asked, follow_up, said) join pool_question q using (theme, asked, follow_up);

create temp table grouped as
select session, main, min(category) filter (where follow_up = 0) as category, avg(score) as score
from scored where follow_up = 0 or characters > 0 group by session, main;

create temp table came_to as
select s.session, cast(floor(g.score + 0.5) as integer) as overall_score, a.answered, a.answered * 2 < s.planned as partial,
    a.judges > 1 as mixed, a.stand_in, a.seconds, a.characters, a.until, a.prompt_version, a.interviewer, a.model
from sessions s
join (select session, avg(score) as score from grouped group by session) g using (session)
join (
    select session, count(*) filter (where follow_up = 0 and characters > 0) as answered,
        count(distinct interviewer) filter (where characters > 0) as judges, bool_or(stood_in) as stand_in,
        sum(seconds) as seconds, sum(characters) as characters, max(until) as until,
        coalesce(arg_min(prompt_version, main * 3 + follow_up) filter (where characters > 0),
            arg_min(prompt_version, main * 3 + follow_up)) as prompt_version,
        coalesce(arg_min(interviewer, main * 3 + follow_up) filter (where characters > 0),
            arg_min(interviewer, main * 3 + follow_up)) as interviewer,
        coalesce(arg_min(model, main * 3 + follow_up) filter (where characters > 0),
            arg_min(model, main * 3 + follow_up)) as model
    from scored group by session
) a using (session);

insert into summary (session_id, owner, overall_score, answered, partial, mixed, overall_feedback, strengths,
    improvements, provenance, summarized_at)
select s.id, p.owner, c.overall_score, c.answered, c.partial, c.mixed, '', '[]', '[]',
    '{"interviewer": "' || c.interviewer || '", "model": "' || c.model || '"}',
    s.began_at + to_microseconds(cast(1000000 * (c.until + 2) as bigint))
from came_to c join sessions s using (session) join people p using (person)
order by session;

insert into result (session_id, owner, candidate_id, resume_id, number, purpose, language, title, level, created_at,
    completed_at, interviewer, model, prompt_version, rubric_version, overall_score, answered, planned, partial, mixed,
    stand_in, comparable, active_seconds, characters)
select s.id, s.owner, s.candidate_id, s.resume_id, s.number, s.purpose, s.language, s.title, s.level, s.created_at,
    s.completed_at, c.interviewer, c.model, c.prompt_version, i.rubric_version, c.overall_score, c.answered,
    s.question_count, c.partial, c.mixed, c.stand_in, not c.partial and not c.mixed, c.seconds, c.characters
from came_to c join sessions i using (session) join session s on s.id = i.id
order by session;

insert into category_result (session_id, category, owner, number, candidate_id, created_at, score, question_count)
select s.id, g.category, s.owner, s.number, s.candidate_id, s.created_at, cast(floor(avg(g.score) + 0.5) as integer), count(*)
from grouped g join sessions i using (session) join session s on s.id = i.id
group by all order by any_value(i.session), g.category;

insert into dimension_result (session_id, dimension, owner, number, candidate_id, created_at, rating, answers)
select t.session_id, r.dimension, t.owner, n.number, t.candidate_id, t.began_at, round(avg(r.rating), 4), count(*)
from told t join pool_rating r using (theme, asked, follow_up, said) join result n using (session_id)
group by all order by any_value(t.session), r.dimension;

insert into answer_result (session_id, main, follow_up, owner, number, candidate_id, created_at, answered_at, question_key,
    category, skill, difficulty, score, active_seconds, characters)
select c.session_id, c.main, c.follow_up, c.owner, n.number, c.candidate_id, c.began_at,
    c.began_at + to_microseconds(cast(1000000 * c.until as bigint)), c.question_key, c.category, c.skill, c.difficulty,
    c.score, c.seconds, c.characters
from scored c join result n using (session_id)
where c.follow_up = 0 or c.characters > 0
order by c.session, c.main, c.follow_up;

insert into card (owner, candidate_id, question_key, session_id, main, state, due, last_score, reps, reviewed_at)
select owner, candidate_id, question_key, session_id, main, '{}',
    answered_at + to_days(greatest(1, score // 4)), score, nth, answered_at
from (
    select *, row_number() over same as nth, bool_or(score < 75) over same as weak,
        row_number() over (partition by candidate_id, question_key order by answered_at desc, main desc) as place
    from answer_result where follow_up = 0
    window same as (partition by candidate_id, question_key order by answered_at, main)
)
where place = 1 and weak
order by candidate_id, question_key;

-- Some answers have a coach's mark, some people a tag or a place on the shortlist.
insert into override (owner, candidate_id, session_id, main, follow_up, author, score, reason, created_at)
select owner, candidate_id, session_id, main, follow_up, owner, least(100, greatest(0, score + (nth * 7) % 31 - 12)),
    'As I heard it.', answered_at
from (select *, row_number() over (order by answered_at, session_id, main) as nth from answer_result
    where characters > 0 and follow_up = 0)
where nth % 400 = 0
order by nth;

insert into tag (owner, candidate_id, tag)
select owner, person + 1, case person % 3 when 0 then 'spring' when 1 then 'second round' else 'Leeds' end
from people where person % 2 = 0;

insert into shortlisted (owner, candidate_id, added_at)
select owner, person + 1, began from people where person % 9 = 0;
