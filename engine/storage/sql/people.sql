-- name: resumes_of_candidate
select id from resume where owner = :owner and candidate_id = :candidate_id;

-- name: sessions_of_candidate
select id from session where owner = :owner and candidate_id = :candidate_id;

-- name: candidate_without_rows
-- Nothing where the person has a resume or a session.
select c.id from candidate c
where c.owner = :owner and c.id = :candidate_id
  and not exists (select 1 from resume r where r.candidate_id = c.id)
  and not exists (select 1 from session s where s.candidate_id = c.id);

-- name: candidate_by_id
select * from candidate where owner = :owner and id = :candidate_id;

-- name: rename_candidate!
update candidate set name = :name where owner = :owner and id = :candidate_id;

-- name: delete_candidate!
delete from candidate where owner = :owner and id = :candidate_id;

-- name: delete_cards!
delete from card where owner = :owner and candidate_id = :candidate_id;

-- name: delete_tags!
delete from tag where owner = :owner and candidate_id = :candidate_id;

-- name: delete_shortlisting!
delete from shortlisted where owner = :owner and candidate_id = :candidate_id;

-- name: delete_cards_of_session!
delete from card where owner = :owner and session_id = :session_id;

-- name: delete_notes_of_session!
delete from note where owner = :owner and session_id = :session_id;

-- name: delete_overrides_of_session!
delete from override where owner = :owner and session_id = :session_id;

-- name: recent_people
-- Whoever held a session last, with how many held one at all.
select c.id as candidate_id, c.name, count(*) over () as total
from (select candidate_id, max(number) as newest from session where owner = :owner group by candidate_id) held
join candidate c on c.id = held.candidate_id
where c.owner = :owner
order by held.newest desc
limit :most;

-- name: names_of_people
select id as candidate_id, name from candidate
where owner = :owner and id in (select unnest(cast(:ids as bigint[])))
order by id;

-- name: people_page
-- The ids of one page of people, with how many there are on all pages. Binds that are null filter nothing; search and
-- role are LIKE patterns in lower case whose escape is !. Scores are those of one judge (:interviewer ...), and without
-- one nobody has any. What is newest is told by the number, which costs a third of sorting by time. The order is
-- :direction (1 or -1) by what :sort names, then by name and id.
with held as (
    select candidate_id, count(*) as sessions, max(created_at) as last_at, max(number) as newest
    from session where owner = :owner group by candidate_id
),
scored as (
    select candidate_id, max(number) as newest, max(created_at) as last_at,
        coalesce(max(number) filter (where created_at <= :since), min(number)) as base
    from result
    where owner = :owner and comparable and interviewer = :interviewer and model = :model
      and rubric_version = :rubric_version
    group by candidate_id
),
last as (
    select s.candidate_id, l.overall_score as last_score,
        case when s.last_at > :since and s.base <> s.newest then l.overall_score - b.overall_score end as change
    from scored s
    join result l on l.owner = :owner and l.number = s.newest
    join result b on b.owner = :owner and b.number = s.base
),
due as (
    select candidate_id, count(*) as due from card
    where :sort = 'due' and owner = :owner and due <= :now group by candidate_id
),
found as (
    select c.id as candidate_id, lower(c.name) as name, coalesce(h.sessions, 0) as sessions, h.last_at, l.last_score,
        coalesce(d.due, 0) as due, l.change
    from candidate c
    left join held h on h.candidate_id = c.id
    left join last l on l.candidate_id = c.id
    left join due d on d.candidate_id = c.id
    where c.owner = :owner
      and (lower(c.name) like :search escape '!' or cast(:search as varchar) is null)
      and (l.last_score >= :least or cast(:least as integer) is null)
      and (l.last_score <= :most_score or cast(:most_score as integer) is null)
      and (cast(:no_session_filter as boolean) or c.id in (
          select s.candidate_id from session s
          where s.owner = :owner and not cast(:no_session_filter as boolean)
            and (lower(s.title) like :role escape '!' or cast(:role as varchar) is null)
            and (s.language = :language or cast(:language as varchar) is null)
            and (s.created_at >= :held_from or cast(:held_from as timestamptz) is null)
            and (s.created_at < :held_before or cast(:held_before as timestamptz) is null)))
      and (cast(:status as varchar) is null or h.newest in (
          select s.number from session s where s.owner = :owner and s.status = :status))
      and (cast(:skill as varchar) is null or c.id in (
          select a.candidate_id from answer_result a
          where a.owner = :owner and a.characters > 0 and lower(a.skill) = :skill))
      and (cast(:tag as varchar) is null or c.id in (
          select t.candidate_id from tag t where t.owner = :owner and t.tag = :tag))
      and (not cast(:shortlisted as boolean) or c.id in (
          select z.candidate_id from shortlisted z where z.owner = :owner))
)
select candidate_id, count(*) over () as total
from found
order by
    :direction * case :sort when 'last' then extract(epoch from last_at) when 'sessions' then sessions
        when 'due' then due when 'score' then last_score when 'change' then change else 0 end nulls last,
    case when :sort = 'name' and :direction < 0 then name end desc nulls last,
    name, candidate_id
limit :size offset :skip;

-- name: people_details
-- What the list shows of each of :ids that are the owner's; so are all rows under such an id, and asking for the owner
-- or anything else of each of a million rows would take longer than finding those few. last_score is of the newest
-- comparable session, by the judge named with it, or by the one asked for (:interviewer null: any); change_30d compares
-- it, where it was held after :since, with that judge's last one before, else with their first one after.
with ids as (
    select id from candidate where owner = :owner and id in (select unnest(cast(:ids as bigint[])))
),
held as (
    select s.candidate_id, count(*) as sessions, max(s.created_at) as last_at, max(s.number) as newest,
        array_agg(distinct s.title order by s.title) filter (where s.title <> '') as roles,
        array_agg(distinct s.language order by s.language) as languages
    from session s where s.candidate_id in (select id from ids)
    group by s.candidate_id
),
scored as (
    select r.candidate_id, r.overall_score, r.created_at, r.interviewer, r.model, r.rubric_version,
        row_number() over (partition by r.candidate_id order by r.created_at desc, r.number desc) as place
    from result r
    where r.comparable and r.candidate_id in (select id from ids)
      and (cast(:interviewer as varchar) is null
          or (r.interviewer = :interviewer and r.model = :model and r.rubric_version = :rubric_version))
),
base as (
    select s.candidate_id, s.overall_score as base_score,
        row_number() over (partition by s.candidate_id order by
            case when s.created_at <= :since then s.created_at end desc nulls last, s.created_at) as place
    from scored s
    join scored l on l.candidate_id = s.candidate_id and l.place = 1 and l.interviewer = s.interviewer
        and l.model = s.model and l.rubric_version = s.rubric_version
    where s.place > 1
),
subject as (
    select a.candidate_id, a.skill, count(*) filter (where a.characters > 0) as answers
    from answer_result a
    where a.candidate_id in (select id from ids)
    group by a.candidate_id, a.skill
    having a.skill <> '' and count(*) filter (where a.characters > 0) > 0
),
placed as (
    select candidate_id, skill, row_number() over (partition by candidate_id order by answers desc, skill) as place
    from subject
),
top as (
    select candidate_id, array_agg(skill order by place) as top_skills from placed where place <= 3 group by candidate_id
),
due as (
    select candidate_id, count(*) filter (where due <= :now) as due from card
    where candidate_id in (select id from ids) group by candidate_id
),
tagged as (
    select candidate_id, array_agg(tag order by tag) as tags from tag
    where candidate_id in (select id from ids) group by candidate_id
)
select c.id as candidate_id, c.name, h.roles, h.languages, coalesce(h.sessions, 0) as sessions, h.last_at,
    l.overall_score as last_score, l.interviewer, l.model, l.rubric_version,
    case when l.created_at > :since then l.overall_score - b.base_score end as change_30d,
    coalesce(d.due, 0) as due, t.tags, z.candidate_id is not null as shortlisted, p.top_skills, n.status
from candidate c
join ids i on i.id = c.id
left join held h on h.candidate_id = c.id
left join session n on n.owner = :owner and n.number = h.newest
left join scored l on l.candidate_id = c.id and l.place = 1
left join base b on b.candidate_id = c.id and b.place = 1
left join top p on p.candidate_id = c.id
left join due d on d.candidate_id = c.id
left join tagged t on t.candidate_id = c.id
left join shortlisted z on z.owner = :owner and z.candidate_id = c.id
where c.owner = :owner;

-- name: judges
-- Who has scored comparable sessions, the one with most first.
select interviewer, model, rubric_version, count(*) as sessions, count(distinct candidate_id) as people
from result where owner = :owner and comparable
group by interviewer, model, rubric_version
order by sessions desc, interviewer, model, rubric_version;

-- name: skills_asked
-- Skills that answers were given on, the most common first.
select skill, count(*) as answers from answer_result
where owner = :owner and skill <> '' and characters > 0
group by skill order by answers desc, skill limit :most;

-- name: roles_held
select title, count(*) as sessions from session where owner = :owner and title <> ''
group by title order by sessions desc, title limit :most;

-- name: tags_used
select tag, count(*) as people from tag where owner = :owner group by tag order by tag;

-- name: insert_tag!
insert into tag (owner, candidate_id, tag) values (:owner, :candidate_id, :tag)
on conflict (owner, candidate_id, tag) do nothing;

-- name: delete_tag!
delete from tag where owner = :owner and candidate_id = :candidate_id and tag = :tag;

-- name: insert_shortlisting!
insert into shortlisted (owner, candidate_id, added_at) values (:owner, :candidate_id, :added_at)
on conflict (owner, candidate_id) do nothing;

-- name: copy_tags!
insert into tag (owner, candidate_id, tag)
select owner, cast(:into as bigint), tag from tag where owner = :owner and candidate_id = :candidate_id
on conflict (owner, candidate_id, tag) do nothing;

-- name: copy_shortlisting!
insert into shortlisted (owner, candidate_id, added_at)
select owner, cast(:into as bigint), added_at from shortlisted where owner = :owner and candidate_id = :candidate_id
on conflict (owner, candidate_id) do nothing;

-- name: move_resumes!
update resume set candidate_id = :into where owner = :owner and candidate_id = :candidate_id;

-- name: move_sessions!
update session set candidate_id = :into where owner = :owner and candidate_id = :candidate_id;

-- name: move_results!
update result set candidate_id = :into where owner = :owner and candidate_id = :candidate_id;

-- name: move_category_results!
update category_result set candidate_id = :into where owner = :owner and candidate_id = :candidate_id;

-- name: move_dimension_results!
update dimension_result set candidate_id = :into where owner = :owner and candidate_id = :candidate_id;

-- name: move_answer_results!
update answer_result set candidate_id = :into where owner = :owner and candidate_id = :candidate_id;

-- name: move_notes!
update note set candidate_id = :into where owner = :owner and candidate_id = :candidate_id;

-- name: move_overrides!
update override set candidate_id = :into where owner = :owner and candidate_id = :candidate_id;

-- name: cards_of_candidate
select candidate_id, question_key from card where owner = :owner and candidate_id = :candidate_id;
