-- Tables of people, resumes, sessions, judgements and background work.
--
-- Every row that belongs to a person carries its owner, and every row of a session carries its session id.
-- There are no foreign keys: DuckDB refuses to update a row that another table references. Deleting is done
-- by named statements in one transaction, and a test counts the tables.
--
-- A question's place is (main, follow_up): its position among the main questions, and 0 for the main question
-- itself, 1 or 2 for its follow-ups. A follow-up is inserted without moving any other row; the index people
-- see is its rank in that order.

create sequence candidate_id_seq;
create sequence resume_id_seq;
create sequence session_number_seq;
create sequence evaluation_id_seq;
create sequence summary_id_seq;
create sequence analysis_id_seq;
create sequence job_id_seq;

create table candidate (
    id bigint primary key default nextval('candidate_id_seq'),
    owner varchar not null,
    name varchar not null,
    created_at timestamptz not null
);

create table resume (
    id bigint primary key default nextval('resume_id_seq'),
    owner varchar not null,
    candidate_id bigint not null,
    filename varchar not null,
    content_type varchar not null,
    size bigint not null check (size >= 0),
    sha256 varchar not null,
    text varchar not null,
    uploaded_at timestamptz not null,
    access_count bigint not null default 1,
    unique (owner, sha256)
);

create table analysis (
    id bigint primary key default nextval('analysis_id_seq'),
    owner varchar not null,
    resume_id bigint not null,
    overall_score integer not null check (overall_score between 0 and 100),
    content_score integer not null,
    structure_score integer not null,
    skill_match_score integer not null,
    expression_score integer not null,
    project_score integer not null,
    summary varchar not null,
    strengths json not null,
    suggestions json not null,
    provenance json not null,
    analyzed_at timestamptz not null
);

create table session (
    id varchar primary key,
    number bigint not null default nextval('session_number_seq'),
    owner varchar not null,
    candidate_id bigint not null,
    resume_id bigint not null,
    resume_text varchar not null,
    purpose varchar not null check (purpose in ('practice', 'screening')),
    language varchar not null check (language in ('en', 'zh')),
    title varchar not null,
    question_count integer not null check (question_count between 3 and 20),
    level varchar not null check (level in ('junior', 'mid', 'senior')),
    target_role varchar not null,
    job_description varchar not null,
    follow_ups integer not null check (follow_ups between 0 and 2),
    seed bigint not null,
    request_id varchar not null,
    interviewer varchar not null,
    status varchar not null check (status in ('CREATED', 'IN_PROGRESS', 'COMPLETED', 'EVALUATED')),
    evaluate_status varchar check (evaluate_status in ('PENDING', 'PROCESSING', 'COMPLETED', 'FAILED')),
    evaluate_error varchar not null default '',
    paused boolean not null default false,
    created_at timestamptz not null,
    completed_at timestamptz
);

create table question (
    session_id varchar not null,
    main integer not null check (main >= 0),
    follow_up integer not null check (follow_up between 0 and 2),
    owner varchar not null,
    text varchar not null,
    category varchar not null check (category in (
        'experience', 'fundamentals', 'tools', 'design', 'problem_solving', 'data', 'communication',
        'leadership', 'domain', 'behavioural', 'situational', 'motivation')),
    type varchar not null check (type in (
        'PROJECT', 'EXPERIENCE', 'SKILL', 'BEHAVIORAL', 'SITUATIONAL', 'SYSTEM_DESIGN')),
    difficulty varchar not null check (difficulty in ('BASIC', 'INTERMEDIATE', 'EXPERT')),
    skill varchar not null,
    language varchar not null check (language in ('en', 'zh')),
    reason varchar not null,
    reference_answer varchar not null,
    key_points json not null,
    probes json not null,
    created_at timestamptz not null,
    primary key (session_id, main, follow_up)
);

-- The clock of a question: when it was first shown, the time spent on it, and the last sign of life.
create table timing (
    session_id varchar not null,
    main integer not null,
    follow_up integer not null,
    owner varchar not null,
    shown_at timestamptz not null,
    active_seconds double precision not null check (active_seconds >= 0),
    seen_at timestamptz not null,
    primary key (session_id, main, follow_up)
);

create table draft (
    session_id varchar not null,
    main integer not null,
    follow_up integer not null,
    owner varchar not null,
    text varchar not null,
    saved_at timestamptz not null,
    primary key (session_id, main, follow_up)
);

create table answer (
    session_id varchar not null,
    main integer not null,
    follow_up integer not null,
    owner varchar not null,
    text varchar not null,
    shown_at timestamptz not null,
    answered_at timestamptz not null,
    active_seconds double precision not null check (active_seconds >= 0),
    primary key (session_id, main, follow_up)
);

-- Only inserted: the newest row of a question is its evaluation, earlier ones are history.
create table evaluation (
    id bigint primary key default nextval('evaluation_id_seq'),
    session_id varchar not null,
    main integer not null,
    follow_up integer not null,
    owner varchar not null,
    score integer check (score between 0 and 100),
    low integer check (low between 0 and 100),
    high integer check (high between 0 and 100),
    ratings json not null,
    evidence json not null,
    missing json not null,
    feedback varchar not null,
    interviewer varchar not null,
    model varchar not null,
    prompt_version varchar not null,
    rubric_version varchar not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    fallback_reason varchar not null,
    evaluated_at timestamptz not null
);

-- Only inserted, with the session's result as it stood when the words were written.
create table summary (
    id bigint primary key default nextval('summary_id_seq'),
    session_id varchar not null,
    owner varchar not null,
    overall_score integer check (overall_score between 0 and 100),
    answered integer not null,
    partial boolean not null,
    mixed boolean not null,
    overall_feedback varchar not null,
    strengths json not null,
    improvements json not null,
    provenance json not null,
    summarized_at timestamptz not null
);

-- Background work. PROCESSING holds until lease_until; then another worker may claim it.
create table job (
    id bigint primary key default nextval('job_id_seq'),
    kind varchar not null check (kind in ('evaluation', 'summary', 'analysis')),
    owner varchar not null,
    session_id varchar,
    main integer,
    follow_up integer,
    resume_id bigint,
    status varchar not null check (status in ('PENDING', 'PROCESSING', 'COMPLETED', 'FAILED')),
    attempts integer not null default 0,
    run_after timestamptz not null,
    lease_until timestamptz,
    error varchar not null default ''
);
