-- The queue on Postgres has a login of its own, as the queue on Redis has: it owns the schema of the queue and may
-- touch no table of the exchange, and no service's role may touch the queue's.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'credlink_queue') THEN
    BEGIN
      CREATE ROLE credlink_queue NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL; -- another database of the same cluster was migrated at the same moment
    END;
  END IF;
END $$;
