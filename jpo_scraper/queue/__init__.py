"""Crawls on many machines: Procrastinate's queue in the PostgreSQL database. One job is the crawl of one source.

`jpo schedule` puts the jobs in when their time has come, `jpo worker` takes them out, on any number of machines.
"""

from datetime import timedelta

SCHEMA = "jpo_queue"
"""The queue's tables have a schema (a namespace of PostgreSQL) of their own, apart from ours and the views."""

CRAWL = "crawl"
"""Name of the task that crawls a source."""

HOUSEKEEPING = "housekeeping"
"""Name of the task that takes over the jobs of dead workers."""

HEARTBEAT_SECONDS = 15.0
"""How often a worker says that it is alive."""

CONNECT_SECONDS = 30.0
"""How long the server may be away before a worker or a schedule gives up."""

STALLED_SECONDS = 120.0
"""A worker that was silent for so long is dead, and its jobs are taken over."""

STOP_SECONDS = 60.0
"""How long a crawl may take to end and store what it has after SIGTERM; less than STALLED_SECONDS."""

EVERY_MINUTE = "* * * * *"
"""When some worker looks for jobs of dead ones."""

CATCH_UP = timedelta(days=1)
"""A time of the schedule that was missed by less is made up for."""

KEEP_HOURS = 30 * 24
"""How long the queue remembers jobs that failed. Those that went well are forgotten at once: the runs tell of them."""
