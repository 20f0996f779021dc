-- name: resume_of_session
select resume_id from session where owner = :owner and id = :session_id;

-- name: insert_usage!
insert into usage (owner, session_id, resume_id, call, model, input_tokens, output_tokens, seconds, outcome, cost,
    called_at)
values (:owner, :session_id, :resume_id, :call, :model, :input_tokens, :output_tokens, :seconds, :outcome, :cost,
    :called_at);

-- name: usage_of_session
-- Of all calls; cost is null where one that cost tokens has no price.
select count(*) as calls, coalesce(sum(input_tokens), 0) as input_tokens,
    coalesce(sum(output_tokens), 0) as output_tokens, sum(cost) as cost,
    count(*) filter (where cost is null and input_tokens + output_tokens > 0) as unpriced
from usage where owner = :owner and session_id = :session_id;

-- name: delete_usage!
delete from usage where owner = :owner and session_id = :session_id;

-- name: delete_usage_of_resume!
delete from usage where owner = :owner and resume_id = :resume_id;

-- name: choices
select name, value from choice where owner = :owner;

-- name: insert_choice!
insert into choice (owner, name, value) values (:owner, :name, :value);

-- name: delete_choices!
delete from choice where owner = :owner;
