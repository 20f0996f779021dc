-- name: create_migrations!
create table if not exists migration (number integer primary key, name varchar not null, applied_at timestamptz not null);

-- name: applied_migrations
select number, name from migration order by number;

-- name: insert_migration!
insert into migration (number, name, applied_at) values (:number, :name, :applied_at);

-- name: alive
select 1 as alive;
