-- What schema 0005 added to runs and postings.

INSERT INTO run (id, source, mode, status, started_at, finished_at, as_of, found, collected, stored, new, changed, unchanged, filtered, reported_total, errors, finish_reason, reasons, host, pid, version, scope, accepted, expected, coverage, followed, unread, closed, requests, relisted, missing, withdrawn) VALUES
    (5, 'korea', 'live', 'complete', '2026-01-05T06:00:00Z', '2026-01-05T06:05:00Z', NULL, 1, 1, 1, 0, 0, 1, 0, 1, 0, 'finished', '[]', 'here', 4715, '0.0.12', 'all', true, 1, '{"title": 1, "deadline": 1}', 1, 1, 0, 3, 0, 0, 0);
UPDATE posting SET scope = 'all' WHERE id = 2;
