-- name: insert_candidate
insert into candidate (owner, name, created_at) values (:owner, :name, :created_at) returning id;

-- name: candidate_by_name
select id, name from candidate where owner = :owner and lower(name) = lower(:name) order by id limit 1;

-- name: insert_resume
insert into resume (owner, candidate_id, filename, content_type, size, sha256, text, uploaded_at)
values (:owner, :candidate_id, :filename, :content_type, :size, :sha256, :text, :uploaded_at)
returning id;

-- name: resume_by_hash
select * from resume where owner = :owner and sha256 = :sha256;

-- name: resume_by_id
select * from resume where owner = :owner and id = :resume_id;

-- name: resumes
-- Newest first.
select * from resume where owner = :owner order by id desc;

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

-- name: newest_analysis_job
select status, error from job
where kind = 'analysis' and owner = :owner and resume_id = :resume_id
order by id desc limit 1;

-- name: sessions_of_resume
select id from session where owner = :owner and resume_id = :resume_id;

-- name: delete_resume!
delete from resume where owner = :owner and id = :resume_id;

-- name: delete_analyses_of_resume!
delete from analysis where owner = :owner and resume_id = :resume_id;

-- name: delete_jobs_of_resume!
delete from job where owner = :owner and resume_id = :resume_id;

-- name: delete_candidate_without_rows!
-- A candidate lives as long as a resume or a session of theirs does.
delete from candidate
where owner = :owner and id = :candidate_id
  and not exists (select 1 from resume r where r.candidate_id = :candidate_id)
  and not exists (select 1 from session s where s.candidate_id = :candidate_id);
