-- +goose Up
-- Delivering events: the feed by position, and who is sent it.

-- A position names whose event it is and what it is about, so that a tenant's feed
-- is read by index and without the events that a reader passes over.
ALTER TABLE event_positions
    ADD COLUMN realm        text,
    ADD COLUMN partner_id   uuid,
    ADD COLUMN subject_kind text,
    ADD COLUMN type         text;
UPDATE event_positions p SET realm = e.realm, partner_id = e.partner_id, subject_kind = e.subject_kind, type = e.type
FROM events e WHERE e.id = p.event_id;

-- A relay of the version before says nothing of the event, and goes on working.
-- +goose StatementBegin
CREATE FUNCTION describe_position() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    SELECT e.realm, e.partner_id, e.subject_kind, e.type INTO STRICT NEW.realm, NEW.partner_id, NEW.subject_kind, NEW.type
    FROM events e WHERE e.id = NEW.event_id;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER event_positions_describe BEFORE INSERT ON event_positions FOR EACH ROW WHEN (NEW.realm IS NULL) EXECUTE FUNCTION describe_position();
ALTER TABLE event_positions
    ALTER COLUMN realm SET NOT NULL,
    ALTER COLUMN subject_kind SET NOT NULL,
    ALTER COLUMN type SET NOT NULL;
CREATE INDEX event_positions_realm_idx ON event_positions (realm, position);
CREATE INDEX event_positions_partner_idx ON event_positions (partner_id, position);
CREATE POLICY vendor ON event_positions FOR SELECT TO app_vendor USING (realm = (SELECT current_setting('app.realm')));
CREATE POLICY partner ON event_positions FOR SELECT TO app_partner USING (partner_id = (SELECT current_setting('app.org')::uuid));
GRANT SELECT ON event_positions TO app_vendor, app_partner;

-- Whose events came after a position: for the one reader of an API process that
-- tells its streams to look. It answers ids of organisations, and nothing of the events.
-- +goose StatementBegin
CREATE FUNCTION feed_news(p_after bigint, p_limit int) RETURNS TABLE ("position" bigint, realm text, partner_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.position, p.realm, p.partner_id FROM event_positions p WHERE p.position > p_after ORDER BY p.position LIMIT p_limit;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION feed_head() RETURNS bigint LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (SELECT COALESCE(max(p.position), 0) FROM event_positions p);
END $$;
-- +goose StatementEnd

CREATE TABLE subscriptions (
    id              uuid PRIMARY KEY,
    realm           text NOT NULL,
    org_id          uuid NOT NULL,
    side            text NOT NULL,
    reference       text NOT NULL,
    url             text NOT NULL,
    description     text NOT NULL DEFAULT '',
    types           jsonb NOT NULL,
    subject_kinds   jsonb NOT NULL,
    state           text NOT NULL,
    state_since     timestamptz NOT NULL,
    disabled_cause  text NOT NULL DEFAULT '',
    version         bigint NOT NULL,
    evaluation_id   uuid NOT NULL REFERENCES evaluations (id) DEFERRABLE INITIALLY DEFERRED,
    creator         text NOT NULL,
    -- The secret is derived from the key, the id and the generation; secret_for is
    -- the request that made it, which may be told it again.
    key_id          text NOT NULL,
    generation      int NOT NULL,
    secret_for      text NOT NULL,
    old_key_id      text NOT NULL DEFAULT '',
    old_secret_until timestamptz,
    -- position is the last that deliveries were made of.
    position        bigint NOT NULL,
    failing_since   timestamptz,
    created_at      timestamptz NOT NULL,
    CONSTRAINT subscriptions_org_fkey FOREIGN KEY (org_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT subscriptions_reference_key UNIQUE (realm, reference),
    CONSTRAINT subscriptions_side_check CHECK (side IN ('vendor', 'partner')),
    CONSTRAINT subscriptions_state_check CHECK (state IN ('active', 'disabled', 'deleted')),
    CONSTRAINT subscriptions_cause_check CHECK (state = 'deleted' OR (state = 'disabled') = (disabled_cause <> ''))
);
CREATE INDEX subscriptions_org_idx ON subscriptions (org_id, id) WHERE state <> 'deleted';
CREATE INDEX subscriptions_realm_idx ON subscriptions (realm, id) WHERE state = 'active';

-- One event that is owed to one subscription. It stays queued, with a later next
-- attempt, while somebody sends it: who dies over it leaves it to the next.
CREATE TABLE deliveries (
    id              uuid PRIMARY KEY,
    realm           text NOT NULL,
    org_id          uuid NOT NULL,
    subscription_id uuid NOT NULL REFERENCES subscriptions (id),
    event_id        uuid NOT NULL REFERENCES events (id),
    position        bigint NOT NULL,
    subject_id      uuid NOT NULL,
    type            text NOT NULL,
    state           text NOT NULL,
    attempts        int NOT NULL DEFAULT 0,
    queued_at       timestamptz NOT NULL,
    next_attempt_at timestamptz NOT NULL,
    last_attempt_at timestamptz,
    last_outcome    text NOT NULL DEFAULT '',
    last_status     int NOT NULL DEFAULT 0,
    latency_ms      int NOT NULL DEFAULT 0,
    finished_at     timestamptz,
    created_at      timestamptz NOT NULL,
    CONSTRAINT deliveries_org_fkey FOREIGN KEY (org_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT deliveries_event_key UNIQUE (subscription_id, event_id),
    CONSTRAINT deliveries_state_check CHECK (state IN ('queued', 'delivered', 'given_up')),
    CONSTRAINT deliveries_finished_check CHECK ((state = 'queued') = (finished_at IS NULL))
);
CREATE INDEX deliveries_subscription_idx ON deliveries (subscription_id, id);
CREATE INDEX deliveries_subscription_state_idx ON deliveries (subscription_id, state, id);
CREATE INDEX deliveries_due_idx ON deliveries (subscription_id, next_attempt_at) WHERE state = 'queued';
CREATE INDEX deliveries_subject_idx ON deliveries (subscription_id, subject_id, position) WHERE state = 'queued';
CREATE INDEX deliveries_finished_idx ON deliveries (realm, finished_at) WHERE finished_at IS NOT NULL;

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['subscriptions', 'deliveries'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY system ON %I TO app_system USING (true) WITH CHECK (true)', t);
        -- The vendor's people have the vendor's subscriptions, not those of partners.
        EXECUTE format('CREATE POLICY organisation ON %I TO app_vendor, app_partner USING (org_id = (SELECT current_setting(''app.org'')::uuid)) WITH CHECK (org_id = (SELECT current_setting(''app.org'')::uuid))', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO app_system', t);
    END LOOP;
END $$;
-- +goose StatementEnd
GRANT SELECT, INSERT, UPDATE ON subscriptions TO app_vendor, app_partner;
GRANT SELECT, UPDATE (state, attempts, queued_at, next_attempt_at, finished_at) ON deliveries TO app_vendor, app_partner;
REVOKE EXECUTE ON FUNCTION describe_position(), feed_news(bigint, int), feed_head() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION feed_news(bigint, int), feed_head() TO app_vendor, app_partner, app_customer, app_system;
