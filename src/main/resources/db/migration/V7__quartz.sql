-- Where Quartz keeps what it wakes and when, for all nodes together. Its own tables, by the names and columns that its JDBC store of 2.x
-- asks for; nothing else here reads or writes them but what frees a wake-up that a node left behind. They hold a few rows, so the primary
-- keys are all the index they need.

create table qrtz_job_details (
    sched_name        text    not null,
    job_name          text    not null,
    job_group         text    not null,
    description       text,
    job_class_name    text    not null,
    is_durable        boolean not null,
    is_nonconcurrent  boolean not null,
    is_update_data    boolean not null,
    requests_recovery boolean not null,
    job_data          bytea,
    primary key (sched_name, job_name, job_group)
);

create table qrtz_triggers (
    sched_name     text    not null,
    trigger_name   text    not null,
    trigger_group  text    not null,
    job_name       text    not null,
    job_group      text    not null,
    description    text,
    -- milliseconds since 1970
    next_fire_time bigint,
    prev_fire_time bigint,
    priority       int,
    trigger_state  text    not null,
    trigger_type   text    not null,
    start_time     bigint  not null,
    end_time       bigint,
    calendar_name  text,
    misfire_instr  smallint,
    job_data       bytea,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, job_name, job_group) references qrtz_job_details
) with (fillfactor = 50);

create table qrtz_simple_triggers (
    sched_name      text   not null,
    trigger_name    text   not null,
    trigger_group   text   not null,
    repeat_count    bigint not null,
    repeat_interval bigint not null,
    times_triggered bigint not null,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, trigger_name, trigger_group) references qrtz_triggers
) with (fillfactor = 50);

create table qrtz_cron_triggers (
    sched_name      text not null,
    trigger_name    text not null,
    trigger_group   text not null,
    cron_expression text not null,
    time_zone_id    text,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, trigger_name, trigger_group) references qrtz_triggers
);

create table qrtz_simprop_triggers (
    sched_name    text not null,
    trigger_name  text not null,
    trigger_group text not null,
    str_prop_1    text,
    str_prop_2    text,
    str_prop_3    text,
    int_prop_1    int,
    int_prop_2    int,
    long_prop_1   bigint,
    long_prop_2   bigint,
    dec_prop_1    numeric(13, 4),
    dec_prop_2    numeric(13, 4),
    bool_prop_1   boolean,
    bool_prop_2   boolean,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, trigger_name, trigger_group) references qrtz_triggers
);

create table qrtz_blob_triggers (
    sched_name    text not null,
    trigger_name  text not null,
    trigger_group text not null,
    blob_data     bytea,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, trigger_name, trigger_group) references qrtz_triggers
);

create table qrtz_calendars (
    sched_name    text  not null,
    calendar_name text  not null,
    calendar      bytea not null,
    primary key (sched_name, calendar_name)
);

create table qrtz_paused_trigger_grps (
    sched_name    text not null,
    trigger_group text not null,
    primary key (sched_name, trigger_group)
);

create table qrtz_fired_triggers (
    sched_name        text    not null,
    entry_id          text    not null,
    trigger_name      text    not null,
    trigger_group     text    not null,
    instance_name     text    not null,
    fired_time        bigint  not null,
    sched_time        bigint  not null,
    priority          int     not null,
    state             text    not null,
    job_name          text,
    job_group         text,
    is_nonconcurrent  boolean,
    requests_recovery boolean,
    primary key (sched_name, entry_id)
);

create table qrtz_scheduler_state (
    sched_name        text   not null,
    instance_name     text   not null,
    last_checkin_time bigint not null,
    checkin_interval  bigint not null,
    primary key (sched_name, instance_name)
) with (fillfactor = 50);

create table qrtz_locks (
    sched_name text not null,
    lock_name  text not null,
    primary key (sched_name, lock_name)
);

-- Quartz would make them when it first needs them, and two nodes that start at once would get in each other's way.
insert into qrtz_locks (sched_name, lock_name) values ('patchbay', 'TRIGGER_ACCESS'), ('patchbay', 'STATE_ACCESS');

-- What operators say and see of each route that is woken by the clock. A route without a row was neither paused nor woken yet.
create table wake_up (
    name           text primary key,
    -- who paused it, why and when; null while it is not paused
    paused_by      text,
    paused_reason  text,
    paused_at      timestamptz,
    -- who ended the last pause; null while it is paused, or if it never was
    resumed_by     text,
    resumed_reason text,
    resumed_at     timestamptz,
    -- the last wake-up whose work has ended, on whichever node
    last_began     timestamptz,
    last_ended     timestamptz,
    last_node      text,
    -- how much there was to do, if the work says so
    last_found     int,
    -- the class of what went wrong in it, null if nothing did
    last_fault     text
) with (fillfactor = 50);
