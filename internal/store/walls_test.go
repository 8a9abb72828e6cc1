package store_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// column reads the first column of a query as a superuser.
func (f *fixture) column(query string, args ...any) []string {
	f.t.Helper()
	rows, err := f.db.Admin.Query(f.t.Context(), query, args...)
	require.NoError(f.t, err)
	values, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(f.t, err)
	return values
}

func TestTransactionsRunAsTheirSideAndNeverAboveTheWalls(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	customer := models.Principal{Realm: realm, Org: store.NewID(), Side: models.SideCustomer, Subject: "carol"}
	for p, want := range map[*models.Principal][2]string{
		&f.vendor: {"app_vendor", "pc_api"}, &f.aurora: {"app_partner", "pc_api"}, &customer: {"app_customer", "pc_api"}, &f.system: {"app_system", "pc_worker"},
	} {
		f.as(*p, func(tx *store.Tx) error {
			var is struct {
				Role, Login               string
				Super, Bypasses, Owns, On bool
			}
			err := tx.DB().Raw(`SELECT current_user AS role, session_user AS login, bool_or(r.rolsuper) AS super, bool_or(r.rolbypassrls) AS bypasses,
				EXISTS (SELECT FROM pg_class c JOIN pg_roles o ON o.oid = c.relowner WHERE o.rolname IN (current_user, session_user)) AS owns,
				row_security_active('registrations') AS "on"
				FROM pg_roles r WHERE r.rolname IN (current_user, session_user)`).Scan(&is).Error
			require.Equal(t, want[0], is.Role)
			require.Equal(t, want[1], is.Login)
			require.False(t, is.Super || is.Bypasses || is.Owns, "%+v", is)
			require.True(t, is.On, "row-level security judges %s", is.Role)
			return err
		})
	}
}

func TestSidesThatAreNoneAreNobody(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	err := f.api.As(t.Context(), models.Principal{Side: "owner"}, func(*store.Tx) error { return nil })
	require.ErrorContains(t, err, "no database role")
	err = f.api.As(t.Context(), f.system, func(*store.Tx) error { return nil })
	require.ErrorContains(t, err, "permission denied", "the API does not become the worker")
	err = f.worker.As(t.Context(), f.vendor, func(*store.Tx) error { return nil })
	require.ErrorContains(t, err, "permission denied", "the worker does not become the vendor")
}

// What a login may do before it has become a side of the table.
func TestLoginsHaveNoRightsOfTheirOwn(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for role, may := range map[string][]string{"api": {"app_customer", "app_partner", "app_vendor"}, "worker": {"app_system"}} {
		conn, err := pgx.Connect(t.Context(), f.db.URLs[role])
		require.NoError(t, err)
		for _, table := range f.column("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')") {
			var some bool
			require.NoError(t, conn.QueryRow(t.Context(), `SELECT bool_or(has_table_privilege(current_user, $1, p)) OR has_any_column_privilege(current_user, $1, 'SELECT, INSERT, UPDATE')
				FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES']) AS p`, table).Scan(&some))
			require.False(t, some, "%s on %s", role, table)
		}
		_, err = conn.Exec(t.Context(), "SELECT FROM registrations")
		require.ErrorContains(t, err, "permission denied")
		for _, other := range f.column("SELECT rolname FROM pg_roles WHERE rolname <> ALL ($1) AND rolname <> $2", may, "pc_"+role) {
			_, err := conn.Exec(t.Context(), "SET ROLE "+pgx.Identifier{other}.Sanitize())
			require.ErrorContains(t, err, "permission denied", "%s becomes %s", role, other)
		}
		require.NoError(t, conn.Close(t.Context()))
	}
}

// openTables are the tables without a wall. The migrations' own table is not
// among the product's: nobody but the owner has rights on it.
const openTables = `SELECT c.relname FROM pg_class c
	WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'goose_db_version'
	AND NOT (c.relrowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)) ORDER BY 1`

func TestEveryTableHasItsWall(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	require.Empty(t, f.column(openTables))
	require.Empty(t, f.column(`SELECT grantee || ' ' || privilege_type FROM information_schema.role_table_grants WHERE table_name = 'goose_db_version' AND grantee <> 'pc_owner'`))

	f.admin("CREATE TABLE forgotten (id uuid); ALTER TABLE forgotten ENABLE ROW LEVEL SECURITY")
	require.Equal(t, []string{"forgotten"}, f.column(openTables), "a table that has no policy is found")
}

// A view runs with its owner's rights and would be a door in the wall.
func TestNoViewOpensTheWall(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	require.Empty(t, f.column("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')"))
}

func TestFunctionsThatCrossTheWallAreClosed(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	const ours = `p.pronamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`
	require.NotEmpty(t, f.column("SELECT proname FROM pg_proc p WHERE prosecdef AND "+ours))
	require.Empty(t, f.column("SELECT proname FROM pg_proc p WHERE has_function_privilege('public', oid, 'EXECUTE') AND "+ours), "open to everybody")
	require.Empty(t, f.column("SELECT proname FROM pg_proc p WHERE prosecdef AND NOT COALESCE(proconfig::text LIKE '%search_path=public, pg_temp%', false) AND "+ours),
		"a caller's search_path could put a table of his own in")
	for _, role := range []string{"pc_api", "pc_worker"} {
		require.Equal(t, []string{"clock_shift", "schema_version"},
			f.column("SELECT proname FROM pg_proc p WHERE has_function_privilege($1, oid, 'EXECUTE') AND "+ours+" ORDER BY 1", role))
	}
}

// tenantColumns are the columns that say whose a row is.
const tenantColumns = `SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
	WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname IN ('partner_id', 'org_id', 'owner_id')
	AND has_table_privilege('app_partner', c.oid, 'SELECT') ORDER BY 1`

// Whatever the query asks for, a partner's transaction sees the partner's rows.
func TestPartnersSeeTheirOwnRowsOnly(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for _, p := range []models.Principal{f.aurora, f.borealis} {
		f.as(p, func(tx *store.Tx) error {
			now := tx.Now()
			r, err := f.register(tx, models.RegistrationReported, &now)
			if err != nil {
				return err
			}
			if _, err := f.invite(tx, r, models.InvitationSent, now, now); err != nil {
				return err
			}
			if _, err := tx.CountSent(p.Org, p.Subject, now, 1); err != nil {
				return err
			}
			if err := tx.OpenTask(models.Task{Realm: realm, PartnerID: p.Org, Kind: "k", SubjectKind: models.SubjectRegistration, SubjectID: r.ID, Since: now}); err != nil {
				return err
			}
			if err := tx.Notify(models.Notification{Realm: realm, PartnerID: p.Org, SubjectKind: models.SubjectRegistration, SubjectID: r.ID, ContactID: r.ContactID}); err != nil {
				return err
			}
			if _, err := tx.ClaimKey(command(p, "key", "body"), models.SubjectRegistration, r.ID, 201); err != nil {
				return err
			}
			return tx.Record(registered(r))
		})
	}
	tenants := f.column(tenantColumns)
	require.Subset(t, tenants, []string{"contacts.owner_id", "evaluations.org_id", "events.partner_id", "idempotency_records.org_id", "invitations.partner_id", "registrations.partner_id", "tasks.partner_id"})
	count := func(p models.Principal, query string, args ...any) (n int) {
		f.as(p, func(tx *store.Tx) error { return tx.DB().Raw(query, args...).Scan(&n).Error })
		return n
	}
	for _, tenant := range tenants {
		table, column, _ := strings.Cut(tenant, ".")
		require.Zero(t, count(f.aurora, "SELECT count(*) FROM "+table+" WHERE "+column+" <> ?", f.aurora.Org), "foreign rows of %s", table)
		other := f.vendor
		other.Realm = "another"
		if f.column("SELECT has_table_privilege('app_vendor', $1, 'SELECT')::text", table)[0] == "true" {
			require.Zero(t, count(other, "SELECT count(*) FROM "+table), "rows of %s out of the realm", table)
		}
	}
	require.Equal(t, 1, count(f.aurora, "SELECT count(*) FROM registrations"))
	require.Equal(t, 2, count(f.vendor, "SELECT count(*) FROM registrations"))
	require.Equal(t, 1, count(f.aurora, "SELECT count(*) FROM organisations"))
}

func TestPartnersWriteTheirOwnRowsOnly(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	err := f.api.As(t.Context(), f.aurora, func(tx *store.Tx) error {
		return tx.AddContact(models.Contact{ID: store.NewID(), Realm: realm, OwnerID: f.borealis.Org, Purpose: "registration", RetainUntil: tx.Now(), CreatedAt: tx.Now()})
	})
	require.ErrorContains(t, err, "row-level security")
	err = f.api.As(t.Context(), f.aurora, func(tx *store.Tx) error {
		_, err := tx.KeepReason(realm, f.borealis.Org, "curiosity")
		return err
	})
	require.ErrorContains(t, err, "row-level security")

	var foreign uuid.UUID
	f.as(f.borealis, func(tx *store.Tx) error {
		r, err := f.register(tx, models.RegistrationReleased, nil)
		foreign = r.ID
		return err
	})
	f.as(f.aurora, func(tx *store.Tx) error {
		own, err := f.register(tx, models.RegistrationReleased, nil)
		if err != nil {
			return err
		}
		res := tx.DB().Exec("UPDATE registrations SET opinion = 'mine' WHERE id = ?", foreign)
		require.Zero(t, res.RowsAffected)
		require.ErrorContains(t, tx.DB().SavePoint("before").Exec("UPDATE registrations SET partner_id = ? WHERE id = ?", f.borealis.Org, own.ID).Error, "row-level security")
		return tx.DB().RollbackTo("before").Error
	})
}
