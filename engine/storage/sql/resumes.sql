-- name: insert_candidate
insert into candidate (owner, name, created_at) values (:owner, :name, :created_at) returning id;

-- name: candidate_by_name
select id, name from candidate where owner = :owner and lower(name) = lower(:name) order by id limit 1;

-- name: next_resume_id
select nextval('resume_id_seq') as id;

-- name: free_resume_id
-- The smallest id from :id on that no resume of anyone's has; clients may have taken some for themselves.
select min(candidate) as id
from (
    select cast(:id as bigint) as candidate
    union all
    select r.id + 1 from resume r where r.id >= :id
) possible
where not exists (select 1 from resume r where r.id = candidate);

-- name: insert_resume!
insert into resume (id, owner, candidate_id, filename, content_type, size, sha256, text, uploaded_at)
values (:id, :owner, :candidate_id, :filename, :content_type, :size, :sha256, :text, :uploaded_at);

-- name: owner_of_resume
select owner from resume where id = :resume_id;

-- name: resume_by_hash
select * from resume where owner = :owner and sha256 = :sha256;

-- name: resume_by_id
select * from resume where owner = :owner and id = :resume_id;

-- name: resumes
-- Newest first.
select * from resume where owner = :owner order by uploaded_at desc, id desc;

-- name: newest_resumes
-- What a list of choices says of each of the newest.
select r.id, r.filename, r.uploaded_at, coalesce(c.name, '') as name
from resume r
left join candidate c on c.id = r.candidate_id
where r.owner = :owner
order by r.uploaded_at desc, r.id desc
limit :most;

-- name: count_access!
update resume set access_count = access_count + 1 where owner = :owner and id = :resume_id;

-- name: session_count_of_resume
select count(*) as sessions from session where owner = :owner and resume_id = :resume_id;

-- name: insert_analysis!
insert into analysis (owner, resume_id, overall_score, content_score, structure_score, skill_match_score,
    expression_score, project_score, summary, strengths, suggestions, provenance, analyzed_at)
values (:owner, :resume_id, :overall_score, :content_score, :structure_score, :skill_match_score,
    :expression_score, :project_score, :summary, :strengths, :suggestions, :provenance, :analyzed_at);

-- name: newest_analysis
select * from analysis where owner = :owner and resume_id = :resume_id order by id desc limit 1;

-- name: analyses
-- Newest first.
select * from analysis where owner = :owner and resume_id = :resume_id order by id desc;

-- name: resume_overview
-- One row per resume, newest first, with its newest analysis, how far the newest request for one is, and how many
-- sessions there are on it.
with judged as (
    select distinct on (resume_id) resume_id, overall_score, analyzed_at
    from analysis where owner = :owner order by resume_id, id desc
),
work as (
    select distinct on (resume_id) resume_id, status, error
    from job where owner = :owner and kind = 'analysis' order by resume_id, id desc
),
held as (
    select resume_id, count(*) as sessions from session where owner = :owner group by resume_id
)
select r.id, r.filename, r.size, r.uploaded_at, r.access_count, j.overall_score, j.analyzed_at,
    coalesce(h.sessions, 0) as sessions, coalesce(w.status, 'PENDING') as analyze_status,
    coalesce(w.error, '') as analyze_error
from resume r
left join judged j on j.resume_id = r.id
left join work w on w.resume_id = r.id
left join held h on h.resume_id = r.id
where r.owner = :owner
order by r.uploaded_at desc, r.id desc;

-- name: resume_statistics
select count(*) as resumes, coalesce(sum(access_count), 0) as accesses from resume where owner = :owner;

-- name: session_count
select count(*) as sessions from session where owner = :owner;

-- name: newest_analysis_job
select status, error from job
where kind = 'analysis' and owner = :owner and resume_id = :resume_id
order by id desc limit 1;

-- name: sessions_of_resume
select id from session where owner = :owner and resume_id = :resume_id order by number desc;

-- name: delete_resume!
delete from resume where owner = :owner and id = :resume_id;

-- name: delete_analyses_of_resume!
delete from analysis where owner = :owner and resume_id = :resume_id;

-- name: delete_jobs_of_resume!
delete from job where owner = :owner and resume_id = :resume_id;
