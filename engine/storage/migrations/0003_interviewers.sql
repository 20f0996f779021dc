-- What it takes to be served by a model: the plan while it is being written, who wrote a question, what calls cost,
-- and what was chosen on the Settings page.

create sequence usage_id_seq;

-- A plan written while its session is under way; a session stored with all its questions has no row here.
-- PROCESSING holds until lease_until for the writer who knows claim; attempts counts the claims since the last
-- question was stored.
create table plan (
    session_id varchar primary key,
    owner varchar not null,
    status varchar not null check (status in ('PENDING', 'PROCESSING', 'COMPLETED')),
    claim varchar not null,
    attempts integer not null,
    run_after timestamptz not null,
    lease_until timestamptz
);

-- A question without a row here was written by the offline interviewer, as it was meant to be.
create table question_author (
    session_id varchar not null,
    main integer not null,
    follow_up integer not null,
    owner varchar not null,
    provenance json not null,
    primary key (session_id, main, follow_up)
);

-- Only inserted: one row a call. cost is in the currency of the prices of that time, null where there were none.
create table usage (
    id bigint primary key default nextval('usage_id_seq'),
    owner varchar not null,
    session_id varchar,
    resume_id bigint,
    call varchar not null,
    model varchar not null,
    input_tokens bigint not null check (input_tokens >= 0),
    output_tokens bigint not null check (output_tokens >= 0),
    seconds double precision not null,
    outcome varchar not null,
    cost double precision,
    called_at timestamptz not null
);

-- Never a key.
create table choice (
    owner varchar not null,
    name varchar not null,
    value varchar not null,
    primary key (owner, name)
);
