-- Three roles for a PostgreSQL database of jpo-scraper. To be run once, in that database, by an administrator:
--
--     createdb jpo
--     psql --set ON_ERROR_STOP=1 --file deploy/roles.sql jpo
--     jpo db upgrade -d postgresql://jpo_owner@HOST/jpo
--
-- jpo_owner migrates, jpo_crawler crawls, jpo_analyst reads the views. `jpo db upgrade`, run by jpo_owner, gives the
-- other two their rights on what there is then. None has a password: set one each (\password jpo_owner), or let
-- pg_hba.conf say how they prove who they are. For a person: CREATE ROLE maria LOGIN PASSWORD '…' IN ROLE jpo_analyst;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['jpo_owner', 'jpo_crawler', 'jpo_analyst'] LOOP
        IF to_regrole(name) IS NULL THEN
            EXECUTE format('CREATE ROLE %I LOGIN', name);
        END IF;
    END LOOP;

    EXECUTE format('ALTER DATABASE %I OWNER TO jpo_owner', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO jpo_crawler, jpo_analyst', current_database());

    -- A database that was filled before the roles existed.
    FOR name IN
        SELECT oid::regclass::text FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
            AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
    LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO jpo_owner', name);
    END LOOP;
    FOR name IN
        SELECT oid::regprocedure::text FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
            AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    LOOP
        EXECUTE format('ALTER ROUTINE %s OWNER TO jpo_owner', name);
    END LOOP;
END
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO jpo_owner;
GRANT USAGE ON SCHEMA public TO jpo_crawler, jpo_analyst;
