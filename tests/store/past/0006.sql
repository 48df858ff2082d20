-- What schema 0006 added: earlier readings of texts.

INSERT INTO earlier_reading (id, observation_id, replaced_at, version, normalised, facts, issues) VALUES
    (1, 1, '2026-01-06T06:00:00Z', '0.0.13', '{"title": "Officer"}', '[]', '[]');
