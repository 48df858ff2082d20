-- What schema 0004 added: the page of a posting as it was last read.

INSERT INTO page (source, key, final_url, status, etag, last_modified, body_hash, row_hash, edition, is_closed, outcomes, read_at, run_id) VALUES
    ('korea', '0f0e0d', 'https://jobs.example.org/7', 200, '"W/7"', NULL, 'c0ffee', 'decaf', 'e0', false, '[{"id": "7", "hash": "hash of the second sight", "kept": true, "stated": ["title", "grade"]}]', '2025-11-03T06:01:00Z', 3);
