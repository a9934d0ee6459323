-- One row per entity: its newest version, in full in `data`, and the columns that people query, which the database derives from it.
-- `cause` is the capture that made this version, `decided_at` when. A new column is a migration and needs no code.

create function whole(value jsonb) returns bigint language sql immutable as
$$ select case when jsonb_typeof(value) = 'number' and abs(value::numeric) < 9e18 then trunc(value::numeric)::bigint end $$;

-- Milliseconds since 1970 UTC, years 1 to 9999.
create function instant(value jsonb) returns timestamptz language sql immutable as
$$ select case when jsonb_typeof(value) = 'number' and value::numeric between -62135596800000 and 253402300799000
               then to_timestamp((value::numeric / 1000)::float8) end $$;

-- Cut, so that hostile lengths fit an index; `data` has them whole.
create function texts(value jsonb) returns text[] language sql immutable as
$$ select coalesce(array(select left(t, 320) from jsonb_array_elements_text(case when jsonb_typeof(value) = 'array' then value else '[]' end) t), '{}') $$;

create table position (
    partition integer primary key,
    next bigint not null,
    digest bytea not null,
    place bytea not null,
    moved_at timestamptz not null default now()
);

create table lead (
    id text primary key,
    workspace text not null,
    version bigint not null,
    cause text not null,
    decided_at timestamptz not null,
    data jsonb not null,
    title text generated always as (data->>'title') stored,
    status text generated always as (left(data->>'status', 200)) stored,
    semantic text generated always as (coalesce(data->>'semantic', 'process')) stored,
    repeat boolean generated always as (coalesce(data->'repeat' = 'true', false)) stored,
    responsible text generated always as (left(data->>'responsible', 200)) stored,
    client text generated always as (left(data->'client'->>'id', 200)) stored,
    client_name text generated always as (data->'client'->>'name') stored,
    company_name text generated always as (data->'client'->>'company_name') stored,
    phones text[] generated always as (texts(data->'client'->'phones')) stored,
    emails text[] generated always as (texts(data->'client'->'emails')) stored,
    activities bigint generated always as (coalesce(whole(data->'activities'), 0)) stored,
    created_at timestamptz generated always as (instant(data->'created_at')) stored,
    modified_at timestamptz generated always as (instant(data->'modified_at')) stored
);
create index on lead (workspace, semantic, responsible);
create index on lead (client);

create table deal (
    id text primary key,
    workspace text not null,
    version bigint not null,
    cause text not null,
    decided_at timestamptz not null,
    data jsonb not null,
    title text generated always as (data->>'title') stored,
    pipeline text generated always as (left(data->>'pipeline', 200)) stored,
    stage text generated always as (left(data->>'stage', 200)) stored,
    semantic text generated always as (coalesce(data->>'semantic', 'process')) stored,
    repeat text generated always as (data->>'repeat') stored,
    responsible text generated always as (left(data->>'responsible', 200)) stored,
    client text generated always as (left(data->'client'->>'id', 200)) stored,
    client_name text generated always as (data->'client'->>'name') stored,
    company_name text generated always as (data->'client'->>'company_name') stored,
    phones text[] generated always as (texts(data->'client'->'phones')) stored,
    emails text[] generated always as (texts(data->'client'->'emails')) stored,
    activities bigint generated always as (coalesce(whole(data->'activities'), 0)) stored,
    created_at timestamptz generated always as (instant(data->'created_at')) stored,
    modified_at timestamptz generated always as (instant(data->'modified_at')) stored
);
create index on deal (workspace, semantic, responsible);
create index on deal (client);

create table contact (
    id text primary key,
    workspace text not null,
    version bigint not null,
    cause text not null,
    decided_at timestamptz not null,
    data jsonb not null,
    client text generated always as (left(data->>'client', 200)) stored,
    name text generated always as (data->>'name') stored,
    given text generated always as (data->>'given') stored,
    family text generated always as (data->>'family') stored,
    city text generated always as (data->>'city') stored,
    phones text[] generated always as (texts(data->'phones')) stored,
    emails text[] generated always as (texts(data->'emails')) stored,
    company text generated always as (left(data->>'company', 200)) stored,
    responsible text generated always as (left(data->>'responsible', 200)) stored,
    created_at timestamptz generated always as (instant(data->'created_at')) stored,
    modified_at timestamptz generated always as (instant(data->'modified_at')) stored
);
create index on contact (client);
create index on contact using gin (phones);
create index on contact using gin (emails);

create table company (
    id text primary key,
    workspace text not null,
    version bigint not null,
    cause text not null,
    decided_at timestamptz not null,
    data jsonb not null,
    name text generated always as (data->>'name') stored,
    kind text generated always as (data->>'kind') stored,
    tax_id text generated always as (left(data->>'tax_id', 200)) stored,
    website text generated always as (data->>'website') stored,
    phones text[] generated always as (texts(data->'phones')) stored,
    emails text[] generated always as (texts(data->'emails')) stored,
    responsible text generated always as (left(data->>'responsible', 200)) stored,
    created_at timestamptz generated always as (instant(data->'created_at')) stored,
    modified_at timestamptz generated always as (instant(data->'modified_at')) stored
);
create index on company (workspace, tax_id);

create table bundle (
    id text primary key,
    workspace text not null,
    version bigint not null,
    cause text not null,
    decided_at timestamptz not null,
    data jsonb not null,
    contact text generated always as (data->'contact'->>'id') stored,
    company text generated always as (data->'company'->>'id') stored,
    deal text generated always as (data->'deal'->>'id') stored,
    pipeline text generated always as (data->'deal'->>'pipeline') stored,
    stage text generated always as (data->'deal'->>'stage') stored,
    responsible text generated always as (data->'deal'->>'responsible') stored
);

create table activity (
    id text primary key,
    workspace text not null,
    version bigint not null,
    cause text not null,
    decided_at timestamptz not null,
    data jsonb not null,
    kind text generated always as (data->>'kind') stored,
    client text generated always as (left(data->>'client', 200)) stored,
    item text generated always as (left(data->>'item', 200)) stored,
    item_kind text generated always as (data->>'item_kind') stored,
    direction text generated always as (coalesce(data->>'direction', 'in')) stored,
    channel text generated always as (data->>'channel') stored,
    source text generated always as (data->>'source') stored,
    subject text generated always as (data->>'subject') stored,
    at timestamptz generated always as (instant(data->'at')) stored,
    call_status text generated always as (data->>'call_status') stored,
    duration_s bigint generated always as (whole(data->'duration_s')) stored,
    responsible text generated always as (left(data->>'responsible', 200)) stored
);
create index on activity (item);
create index on activity (client);

create table assignment (
    id text primary key,
    workspace text not null,
    version bigint not null,
    cause text not null,
    decided_at timestamptz not null,
    data jsonb not null,
    item_kind text generated always as (data->>'item_kind') stored,
    responsible text generated always as (left(data->>'responsible', 200)) stored,
    previous text generated always as (data->>'previous') stored,
    queue text generated always as (data->>'queue') stored,
    reason text generated always as (coalesce(data->>'reason', '')) stored,
    alarm text generated always as (data->>'alarm') stored,
    at timestamptz generated always as (instant(data->'at')) stored
);
create index on assignment (responsible);

create table merge (
    id text primary key,
    workspace text not null,
    version bigint not null,
    cause text not null,
    decided_at timestamptz not null,
    data jsonb not null,
    winner text generated always as (left(data->>'winner', 200)) stored,
    at timestamptz generated always as (instant(data->'at')) stored
);
create index on merge (winner);

-- Records of topics that have no table yet, kept until a later release gives them one.
create table record (
    topic text not null,
    id text not null,
    workspace text not null,
    version bigint not null,
    cause text not null,
    decided_at timestamptz not null,
    data jsonb not null,
    primary key (topic, id)
);
