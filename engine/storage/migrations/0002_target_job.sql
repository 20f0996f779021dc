-- The job that somebody is preparing for with a resume: at most one for each. Deleted with the resume.

create table target_job (
    resume_id bigint primary key,
    owner varchar not null,
    description varchar not null,
    saved_at timestamptz not null
);
