-- What a dashboard (Grafana, psql) shows of the queue: each statement by itself, by a user who may only read.

-- how many jobs wait, are being worked on, and failed within the last days
SELECT status, count(*) AS jobs FROM procrastinate_jobs WHERE task_name = 'crawl' GROUP BY status ORDER BY status;

-- how long the job waits that waits longest, in seconds: alert above 300
SELECT coalesce(max(extract(epoch FROM now() - (args ->> 'slot')::timestamptz)), 0) AS oldest_wait
FROM procrastinate_jobs
WHERE task_name = 'crawl' AND status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now());

-- runs that take longer than half an hour: alert on any
SELECT job.args ->> 'site' AS site, job.worker_id, now() - max(event.at) AS running_for
FROM procrastinate_jobs AS job JOIN procrastinate_events AS event ON event.job_id = job.id AND event.type = 'started'
WHERE job.task_name = 'crawl' AND job.status = 'doing'
GROUP BY job.id HAVING max(event.at) < now() - interval '30 minutes' ORDER BY running_for DESC;

-- sites whose job failed for good, the newest first
SELECT job.args ->> 'site' AS site, job.attempts, max(event.at) AS failed_at
FROM procrastinate_jobs AS job JOIN procrastinate_events AS event ON event.job_id = job.id AND event.type = 'failed'
WHERE job.task_name = 'crawl' AND job.status = 'failed' GROUP BY job.id ORDER BY failed_at DESC LIMIT 50;

-- workers, each with its two parts, and how long ago they showed that they live: alert above three heartbeats
SELECT id AS worker, extract(epoch FROM now() - last_heartbeat) AS silent_for,
       (SELECT count(*) FROM procrastinate_jobs AS job WHERE job.worker_id = worker.id AND job.status = 'doing') AS runs
FROM procrastinate_workers AS worker ORDER BY silent_for DESC;

-- hosts where more than one site is kept waiting by one that runs or waits
SELECT lock AS host, count(*) AS jobs FROM procrastinate_jobs
WHERE task_name = 'crawl' AND status IN ('todo', 'doing') GROUP BY lock HAVING count(*) > 1 ORDER BY jobs DESC;

-- minutes since something was planned: alert above 5
SELECT extract(epoch FROM now() - to_timestamp(max(defer_timestamp))) / 60 AS minutes_since_plan
FROM procrastinate_periodic_defers WHERE task_name = 'plan';
