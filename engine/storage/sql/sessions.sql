-- name: insert_session!
insert into session (id, owner, candidate_id, resume_id, resume_text, purpose, language, title, question_count,
    level, target_role, job_description, follow_ups, seed, request_id, interviewer, status, created_at)
values (:id, :owner, :candidate_id, :resume_id, :resume_text, :purpose, :language, :title, :question_count,
    :level, :target_role, :job_description, :follow_ups, :seed, :request_id, :interviewer, 'CREATED', :created_at);

-- name: insert_question!
insert into question (session_id, main, follow_up, owner, text, category, type, difficulty, skill, language,
    reason, reference_answer, key_points, probes, created_at)
values (:session_id, :main, :follow_up, :owner, :text, :category, :type, :difficulty, :skill, :language,
    :reason, :reference_answer, :key_points, :probes, :created_at);

-- name: session_by_id
select s.*, c.name as candidate_name
from session s left join candidate c on c.id = s.candidate_id
where s.owner = :owner and s.id = :session_id;

-- name: candidate_of_session
select candidate_id from session where owner = :owner and id = :session_id;

-- name: session_by_request
select id from session
where owner = :owner and resume_id = :resume_id and request_id = :request_id and created_at > :since
order by number desc limit 1;

-- name: unfinished_session
-- The newest one that still waits for an answer.
select s.id
from session s
where s.owner = :owner
  and s.status in ('CREATED', 'IN_PROGRESS')
  and (s.resume_id = :resume_id or cast(:resume_id as bigint) is null)
order by s.number desc limit 1;

-- name: newest_finished
select id from session
where owner = :owner and status in ('COMPLETED', 'EVALUATED') order by number desc limit 1;

-- name: session_status
select status, evaluate_status from session where owner = :owner and id = :session_id;

-- name: session_page
-- Newest first, from below number :before on, with the newest summary's result and the number of questions.
with page as (
    select * from session
    where owner = :owner and number < :before
      and (resume_id = :resume_id or cast(:resume_id as bigint) is null)
      and (status = :status or cast(:status as varchar) is null)
    order by number desc
    limit :most
),
result as (
    select distinct on (session_id) session_id, overall_score, overall_feedback
    from summary where session_id in (select id from page) order by session_id, id desc
),
asked as (
    select session_id, count(*) as questions
    from question where session_id in (select id from page) group by session_id
)
select p.number, p.id, p.status, p.evaluate_status, p.evaluate_error, p.created_at, p.completed_at, p.language,
    asked.questions, r.overall_score, r.overall_feedback
from page p
join asked on asked.session_id = p.id
left join result r on r.session_id = p.id
order by p.number desc;

-- name: session_standing
-- What a step needs to know of a session, without its contents.
select id, owner, status, language, follow_ups, paused, question_count, interviewer
from session where owner = :owner and id = :session_id;

-- name: session_places
-- Every question's place with its clock, draft and answer, each in a row of its own: four plain scans in one
-- statement take half the time of joining them.
select 'question' as kind, main, follow_up, null as text, null as shown_at, null as seen_at, null as active_seconds
from question where session_id = :session_id and owner = :owner
union all
select 'answer', main, follow_up, text, null, null, null
from answer where session_id = :session_id and owner = :owner
union all
select 'draft', main, follow_up, text, null, null, null
from draft where session_id = :session_id and owner = :owner
union all
select 'timing', main, follow_up, null, shown_at, seen_at, active_seconds
from timing where session_id = :session_id and owner = :owner;

-- name: questions
-- In the order they are asked.
select * from question where session_id = :session_id and owner = :owner order by main, follow_up;

-- name: main_questions
select main, text from question
where session_id = :session_id and owner = :owner and follow_up = 0 order by main;

-- name: question_at
select * from question
where session_id = :session_id and owner = :owner and main = :main and follow_up = :follow_up;

-- name: question_asked
-- As the candidate sees it, without what it is judged by.
select text, category, type, difficulty, language from question
where session_id = :session_id and owner = :owner and main = :main and follow_up = :follow_up;

-- name: answers
select * from answer where session_id = :session_id and owner = :owner;

-- name: answer_at
select * from answer
where session_id = :session_id and owner = :owner and main = :main and follow_up = :follow_up;

-- name: drafts
select * from draft where session_id = :session_id and owner = :owner;

-- name: timings
select * from timing where session_id = :session_id and owner = :owner;

-- name: evaluations
-- Oldest first: the last of a question is its evaluation.
select * from evaluation where session_id = :session_id and owner = :owner order by id;

-- name: evaluation_at
-- The newest of a place.
select * from evaluation
where session_id = :session_id and owner = :owner and main = :main and follow_up = :follow_up
order by id desc limit 1;

-- name: evaluation_jobs
-- Oldest first: the last of a question tells how far its evaluation is.
select main, follow_up, status from job
where session_id = :session_id and owner = :owner and kind = 'evaluation' order by id;

-- name: newest_summary
select * from summary where owner = :owner and session_id = :session_id order by id desc limit 1;

-- name: recent_questions
-- Main questions of the candidate's latest sessions but this one, newest session first.
select q.text
from question q join session s on s.id = q.session_id
where s.owner = :owner and s.candidate_id = :candidate_id and s.id <> :session_id and q.follow_up = 0
order by s.number desc, q.main
limit :most;

-- name: session_count_of_candidate
select count(*) as sessions from session where owner = :owner and candidate_id = :candidate_id;

-- name: set_interviewer!
update session set interviewer = :interviewer where owner = :owner and id = :session_id;

-- name: interviewer_of_session
select interviewer from session where owner = :owner and id = :session_id;

-- name: set_status!
update session set status = :status where owner = :owner and id = :session_id;

-- name: set_paused!
update session set paused = :paused where owner = :owner and id = :session_id;

-- name: set_completed!
update session
set status = 'COMPLETED', evaluate_status = 'PENDING', paused = false, completed_at = :completed_at
where owner = :owner and id = :session_id;

-- name: set_evaluate_status!
update session
set status = :status, evaluate_status = :evaluate_status, evaluate_error = :evaluate_error
where owner = :owner and id = :session_id;

-- name: start_timing!
insert into timing (session_id, main, follow_up, owner, shown_at, active_seconds, seen_at)
values (:session_id, :main, :follow_up, :owner, :now, 0, :now)
on conflict (session_id, main, follow_up) do nothing;

-- name: set_timing!
update timing set active_seconds = :active_seconds, seen_at = :seen_at
where owner = :owner and session_id = :session_id and main = :main and follow_up = :follow_up;

-- name: save_draft!
insert into draft (session_id, main, follow_up, owner, text, saved_at)
values (:session_id, :main, :follow_up, :owner, :text, :saved_at)
on conflict (session_id, main, follow_up) do update set text = excluded.text, saved_at = excluded.saved_at;

-- name: delete_draft!
delete from draft where owner = :owner and session_id = :session_id and main = :main and follow_up = :follow_up;

-- name: insert_answer!
insert into answer (session_id, main, follow_up, owner, text, shown_at, answered_at, active_seconds)
values (:session_id, :main, :follow_up, :owner, :text, :shown_at, :answered_at, :active_seconds);

-- name: insert_evaluation!
insert into evaluation (session_id, main, follow_up, owner, score, low, high, ratings, evidence, missing, feedback,
    interviewer, model, prompt_version, rubric_version, input_tokens, output_tokens, fallback_reason, evaluated_at)
values (:session_id, :main, :follow_up, :owner, :score, :low, :high, :ratings, :evidence, :missing, :feedback,
    :interviewer, :model, :prompt_version, :rubric_version, :input_tokens, :output_tokens, :fallback_reason,
    :evaluated_at);

-- name: insert_summary!
insert into summary (session_id, owner, overall_score, answered, partial, mixed, overall_feedback, strengths,
    improvements, provenance, summarized_at)
values (:session_id, :owner, :overall_score, :answered, :partial, :mixed, :overall_feedback, :strengths,
    :improvements, :provenance, :summarized_at);

-- name: delete_session!
delete from session where owner = :owner and id = :session_id;

-- name: delete_questions!
delete from question where owner = :owner and session_id = :session_id;

-- name: delete_timings!
delete from timing where owner = :owner and session_id = :session_id;

-- name: delete_drafts!
delete from draft where owner = :owner and session_id = :session_id;

-- name: delete_answers!
delete from answer where owner = :owner and session_id = :session_id;

-- name: delete_evaluations!
delete from evaluation where owner = :owner and session_id = :session_id;

-- name: delete_summaries!
delete from summary where owner = :owner and session_id = :session_id;

-- name: delete_jobs!
delete from job where owner = :owner and session_id = :session_id;
