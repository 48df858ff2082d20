-- What schema 0003 added: an operator had called two postings different.

INSERT INTO link (id, first_id, second_id, verdict, earlier_id, score, reason, decided_by, decided_at, run_id) VALUES
    (1, 1, 2, 'different', NULL, 1.0, 'an operator says: different', 'operator', '2025-12-01T09:00:00Z', NULL);
INSERT INTO link_key (posting_id, key, rank, rules) VALUES (1, 'number JR7', NULL, 1), (2, 'source korea', '0a1b', 1);
