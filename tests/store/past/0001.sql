-- What a program of schema 0001 had stored: two postings of one ministry, one of which changed, was missed and gone.

INSERT INTO agency (code, name_en, aliases, hq_city, hq_country) VALUES ('WHO', 'World Health Organization', 'OMS|WHO', 'Geneva', 'CH');
INSERT INTO country (iso2, iso3, names_en, demonyms_en) VALUES ('KR', 'KOR', 'Republic of Korea|South Korea', 'Korean');
INSERT INTO duty_station (city, country_iso2, lat, lon, tz, geonameid) VALUES ('Goma', 'CD', -1.674, 29.2285, 'Africa/Lubumbashi', 216281);
INSERT INTO competency (framework, code, name_en, category) VALUES ('A framework', 'C002', 'Teamwork', 'core');
INSERT INTO grade (code, category, seniority_order) VALUES ('P-2', 'international professional', 12);

INSERT INTO source (name, title) VALUES ('korea', 'The ministry'), ('atlantis', 'A source that is gone');

INSERT INTO run (id, source, mode, status, started_at, finished_at, as_of, found, collected, stored, new, changed, unchanged, filtered, reported_total, errors, finish_reason, reasons, host, pid, version) VALUES
    (1, 'korea', 'live', 'complete', '2025-11-01T06:00:00Z', '2025-11-01T06:05:00Z', NULL, 3, 3, 2, 2, 0, 0, 1, 3, 0, 'finished', '[]', 'here', 4711, '0.0.9'),
    (2, 'atlantis', 'replay', 'partial', '2025-11-02T06:00:00Z', '2025-11-02T06:05:00Z', '2025-10-30T00:00:00Z', 0, 0, 0, 0, 0, 0, 0, NULL, 1, 'shutdown', '["ended by a signal", "é \\u0041 한국"]', 'here', 4712, '0.0.9'),
    (3, 'korea', 'live', 'complete', '2025-11-03T06:00:00Z', '2025-11-03T06:05:00Z', NULL, 1, 1, 1, 0, 1, 0, 0, 1, 0, 'finished', '[]', 'here', 4713, '0.0.9'),
    (4, 'korea', 'live', 'running', '2025-11-04T06:00:00Z', NULL, NULL, 0, 0, 0, 0, 0, 0, 0, NULL, 0, NULL, '[]', 'here', 4714, '0.0.9');

INSERT INTO capture (id, run_id, url, sha256, warc_file, warc_offset, captured_at) VALUES
    (1, 1, 'https://jobs.example.org/7', 'ab12', 'korea-20251101T060000Z.warc.gz', 5000000000, '2025-11-01T06:01:00Z');

INSERT INTO vacancy (id, created_at) VALUES (1, '2025-11-01T06:05:00Z');

INSERT INTO posting (id, source, external_id, url, language, title, programme, is_jpo, agency, host_agency, grade, grade_raw, reference, deadline_on, deadline_time, deadline_zone, deadline_at, deadline_raw, education_min, age_max, age_on, born_on_or_after, age_extensions, duration_months, max_applications, start_date, supervisor_title, is_archived, nationality_note, content_hash, status, missed_runs, first_seen_run_id, last_seen_run_id, first_seen_at, last_seen_at, vacancy_id, link_reason, link_score) VALUES
    (1, 'korea', '7', 'https://jobs.example.org/7', 'en', 'Officer for field coordination', 'JPO', true, 'WHO', 'UNDP', 'P-2', 'PR2', 'JR-7', '2099-03-16', '23:59', 'Europe/Zurich', '2099-03-16T22:59:00Z', '16 March 2099', 'master', 32, '2026-12-31', '1994-01-01', '[{"reason": "military service", "years": 2, "when": "a year or more"}]', 24, 2, 'autumn 2026', 'Head of unit', false, 'see the annex', 'hash of the second sight', 'listed', 0, 1, 3, '2025-11-01T06:01:00Z', '2025-11-03T06:01:00Z', 1, 'same reference', 0.97),
    (2, 'korea', '8', NULL, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, true, NULL, 'hash of 8', 'missing', 1, 1, 1, '2025-11-01T06:02:00Z', '2025-11-01T06:02:00Z', NULL, NULL, NULL);

INSERT INTO posting_sponsor (posting_id, position, country) VALUES (1, 1, 'KR'), (1, 2, 'JP');
INSERT INTO posting_duty_station (posting_id, position, city, country) VALUES (1, 1, 'Islamabad', 'PK'), (1, 2, NULL, 'CH');
INSERT INTO posting_nationality (posting_id, position, country, kind) VALUES (1, 1, 'KR', 'include'), (1, 2, 'US', 'exclude');
INSERT INTO posting_competency (posting_id, position, name, code, framework, category, level) VALUES (1, 1, 'Teamwork', 'C002', 'A framework', 'core', 'L2');
INSERT INTO posting_language (posting_id, position, code, requirement, level, any_of) VALUES (1, 1, 'en', 'required', 'C1', NULL), (1, 2, 'fr', 'desirable', NULL, 1);
INSERT INTO posting_experience (posting_id, position, degree, years_min, years_max) VALUES (1, 1, 'bachelor', 2, 4), (1, 2, NULL, 1, NULL);
INSERT INTO posting_document (posting_id, position, name) VALUES (1, 1, 'motivation letter');

INSERT INTO observation (id, run_id, posting_id, content_hash, observed_at, url, labels, normalised) VALUES
    (1, 1, 1, 'hash of the first sight', '2025-11-01T06:01:00Z', 'https://jobs.example.org/7', '[{"name": "Level", "value": "PR1", "field": null}]', '{"title": "Officer for field coordination", "programme": "JPO", "is_jpo": true, "agency": "WHO", "host_agency": "UNDP", "duty_stations": [{"city": "Islamabad", "country": "PK", "order": 1}], "sponsors": ["KR", "JP"], "nationalities": {"include": ["KR"], "exclude": ["US"], "note": "see the annex"}, "grade": "P-1", "grade_raw": "PR1", "reference": "JR-7", "url": "https://jobs.example.org/7", "deadline": {"date": "2099-03-16", "time": "23:59", "zone": "Europe/Zurich", "utc": "2099-03-16T22:59:00Z", "raw": "16 March 2099"}, "competencies": [], "languages": [], "education_min": "master", "experience": [], "age": null, "duration_months": 24, "documents": [], "max_applications": 2, "start_date": "autumn 2026", "supervisor_title": "Head of unit", "is_archived": false}'),
    (2, 3, 1, 'hash of the second sight', '2025-11-03T06:01:00Z', 'https://jobs.example.org/7', '[{"name": "Level", "value": "PR2", "field": "grade"}]', '{"title": "Officer for field coordination", "programme": "JPO", "is_jpo": true, "agency": "WHO", "host_agency": "UNDP", "duty_stations": [{"city": "Islamabad", "country": "PK", "order": 1}, {"city": null, "country": "CH", "order": 2}], "sponsors": ["KR", "JP"], "nationalities": {"include": ["KR"], "exclude": ["US"], "note": "see the annex"}, "grade": "P-2", "grade_raw": "PR2", "reference": "JR-7", "url": "https://jobs.example.org/7", "deadline": {"date": "2099-03-16", "time": "23:59", "zone": "Europe/Zurich", "utc": "2099-03-16T22:59:00Z", "raw": "16 March 2099"}, "competencies": [{"name": "Teamwork", "code": "C002", "framework": "A framework", "category": "core", "level": "L2"}], "languages": [{"code": "en", "requirement": "required", "level": "C1", "any_of": null}], "education_min": "master", "experience": [{"degree": "bachelor", "years_min": 2, "years_max": 4}], "age": {"max": 32, "on": "2026-12-31", "born_on_or_after": "1994-01-01", "extensions": []}, "duration_months": 24, "documents": ["motivation letter"], "max_applications": 2, "start_date": "autumn 2026", "supervisor_title": "Head of unit", "is_archived": false}'),
    (3, 1, 2, 'hash of 8', '2025-11-01T06:02:00Z', NULL, '[]', '{"title": null, "programme": null, "is_jpo": false, "agency": null, "host_agency": null, "duty_stations": [], "sponsors": [], "nationalities": {"include": [], "exclude": [], "note": null}, "grade": null, "grade_raw": null, "reference": null, "url": null, "deadline": null, "competencies": [], "languages": [], "education_min": null, "experience": [], "age": null, "duration_months": null, "documents": [], "max_applications": null, "start_date": null, "supervisor_title": null, "is_archived": true}');

INSERT INTO posting_text (observation_id, text) VALUES
    (1, '## Officer for field coordination'),
    (2, '## Officer for field coordination – é 한국. Apply by 16 March 2099.'),
    (3, 'Closed.');

INSERT INTO fact (id, observation_id, field, value, raw, span_start, span_end, label, rule, basis) VALUES
    (1, 2, 'deadline', '{"date": "2099-03-16", "time": "23:59", "zone": "Europe/Zurich", "utc": "2099-03-16T22:59:00Z", "raw": "16 March 2099"}', '16 March 2099', 51, 64, NULL, 'deadline.labelled', 'posting'),
    (2, 2, 'duration_months', '24', '24', NULL, NULL, 'Duration', 'duration.label', 'posting'),
    (3, 2, 'grade', '"P-2"', 'PR2', NULL, NULL, 'Level', 'grade.label', 'posting'),
    (4, 2, 'age', NULL, 'no age limit', NULL, NULL, NULL, 'sponsor.age', 'source rule');

INSERT INTO issue (id, run_id, posting_id, kind, field, raw, message, url) VALUES
    (1, 1, 1, 'unmapped', 'grade', 'PR1', 'No table knows this grade.', 'https://jobs.example.org/7'),
    (2, 2, NULL, 'page', NULL, NULL, 'The page is broken.', NULL);

INSERT INTO change (id, posting_id, run_id, field, old, new, changed_at) VALUES
    (1, 1, 3, 'grade', '"P-1"', '"P-2"', '2025-11-03T06:01:00Z'),
    (2, 2, 3, 'status', '"listed"', '"missing"', '2025-11-03T06:01:00Z'),
    (3, 1, 3, 'languages', NULL, '[{"code": "en", "requirement": "required", "level": "C1", "any_of": null}]', '2025-11-03T06:01:00Z');
