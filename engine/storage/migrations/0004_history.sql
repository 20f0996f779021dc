-- Facts of judged sessions, people's marks beside the machine's, and what is to be practised again.
--
-- The four tables of facts follow from the rows of a session and can be made again from them at any time
-- (engine.facts): a history is read from narrow rows instead of from everything that was ever said. They are written
-- in the transaction that sums the session up. Their number is the session's: joining on it takes a third of the time
-- that joining on the id does.

create sequence note_id_seq;
create sequence override_id_seq;

-- One row per judged session. Unscored is null; interviewer, model, prompt and rubric are of the first who scored.
create table result (
    session_id varchar primary key,
    owner varchar not null,
    candidate_id bigint not null,
    resume_id bigint not null,
    number bigint not null,
    purpose varchar not null,
    language varchar not null,
    title varchar not null,
    level varchar not null,
    created_at timestamptz not null,
    completed_at timestamptz,
    interviewer varchar not null,
    model varchar not null,
    prompt_version varchar not null,
    rubric_version varchar not null,
    overall_score integer check (overall_score between 0 and 100),
    answered integer not null,
    planned integer not null,
    partial boolean not null,
    mixed boolean not null,
    stand_in boolean not null,
    comparable boolean not null,
    active_seconds double precision not null,
    characters integer not null
);

create table category_result (
    session_id varchar not null,
    category varchar not null,
    owner varchar not null,
    number bigint not null,
    candidate_id bigint not null,
    created_at timestamptz not null,
    score integer check (score between 0 and 100),
    question_count integer not null,
    primary key (session_id, category)
);

create table dimension_result (
    session_id varchar not null,
    dimension varchar not null,
    owner varchar not null,
    number bigint not null,
    candidate_id bigint not null,
    created_at timestamptz not null,
    rating double precision not null check (rating between 1 and 5),
    answers integer not null,
    primary key (session_id, dimension)
);

-- Answers that are not blank, and skipped main questions (characters 0). question_key is "" for a follow-up.
create table answer_result (
    session_id varchar not null,
    main integer not null,
    follow_up integer not null,
    owner varchar not null,
    number bigint not null,
    candidate_id bigint not null,
    created_at timestamptz not null,
    answered_at timestamptz not null,
    question_key varchar not null,
    category varchar not null,
    skill varchar not null,
    difficulty varchar not null,
    score integer check (score between 0 and 100),
    low integer,
    high integer,
    active_seconds double precision not null,
    characters integer not null,
    primary key (session_id, main, follow_up)
);

-- A question to practise again. session_id and main are its newest asking; state is the scheduler's, and earlier what
-- it was before that asking (null where it was the first), so that judging an answer again is no second review.
create table card (
    owner varchar not null,
    candidate_id bigint not null,
    question_key varchar not null,
    session_id varchar not null,
    main integer not null,
    state json not null,
    earlier json,
    due timestamptz not null,
    last_score integer not null check (last_score between 0 and 100),
    reps integer not null,
    reviewed_at timestamptz not null,
    primary key (owner, candidate_id, question_key)
);

-- On an answer, or on the session where main is null.
create table note (
    id bigint primary key default nextval('note_id_seq'),
    owner varchar not null,
    candidate_id bigint not null,
    session_id varchar not null,
    main integer,
    follow_up integer,
    author varchar not null,
    text varchar not null,
    created_at timestamptz not null,
    changed_at timestamptz not null
);

-- Only inserted: the newest row of an answer counts, and one without a score withdraws the ones before.
create table override (
    id bigint primary key default nextval('override_id_seq'),
    owner varchar not null,
    candidate_id bigint not null,
    session_id varchar not null,
    main integer not null,
    follow_up integer not null,
    author varchar not null,
    score integer check (score between 0 and 100),
    reason varchar not null check (reason <> ''),
    created_at timestamptz not null
);

create table tag (
    owner varchar not null,
    candidate_id bigint not null,
    tag varchar not null,
    primary key (owner, candidate_id, tag)
);

create table shortlisted (
    owner varchar not null,
    candidate_id bigint not null,
    added_at timestamptz not null,
    primary key (owner, candidate_id)
);
