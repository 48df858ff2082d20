-- What schema 0008 added: counts. The only JPO post is announced once.

INSERT INTO agency_tally (id, agency, year, vacancies, first_seen_on, first_deadline_on, last_deadline_on, days_open_total, days_open_known) VALUES
    (1, 'WHO', 2099, 1, '2025-11-01', '2099-03-16', '2099-03-16', 0, 0);
INSERT INTO sponsor_tally (id, agency, year, sponsor, vacancies, first_seen_on, first_deadline_on, last_deadline_on, days_open_total, days_open_known) VALUES
    (1, 'WHO', 2099, 'JP', 1, '2025-11-01', '2099-03-16', '2099-03-16', 0, 0),
    (2, 'WHO', 2099, 'KR', 1, '2025-11-01', '2099-03-16', '2099-03-16', 0, 0);
INSERT INTO campaign_tally (id, agency, year, sponsor, month, vacancies, first_seen_on, first_deadline_on, last_deadline_on, days_open_total, days_open_known) VALUES
    (1, 'WHO', 2099, 'JP', 3, 1, '2025-11-01', '2099-03-16', '2099-03-16', 0, 0),
    (2, 'WHO', 2099, 'KR', 3, 1, '2025-11-01', '2099-03-16', '2099-03-16', 0, 0);
INSERT INTO duty_station_tally (id, agency, year, city, country, vacancies) VALUES
    (1, 'WHO', 2099, NULL, 'CH', 1), (2, 'WHO', 2099, 'Islamabad', 'PK', 1);
INSERT INTO competency_tally (id, agency, year, framework, category, name, vacancies) VALUES
    (1, 'WHO', 2099, 'A framework', 'core', 'Teamwork', 1);
