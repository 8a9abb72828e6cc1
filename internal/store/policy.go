package store

import (
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"partnercenter/models"
)

// policyTTL is how long the list of a realm's and site's approved versions is taken as
// known. Versions are immutable and announced ahead of their effective instant,
// so the list only ever lacks a version that was approved a moment ago.
const policyTTL = time.Second

// policyCache keeps the approved versions of each realm's sites, newest first.
// It stands before the database's wall, so that the realm is part of every key.
type policyCache struct {
	mu    sync.Mutex
	sites map[realmSite]cachedPolicies
	byID  map[realmPolicy]models.Policy
}

type realmSite struct {
	realm string
	site  models.Site
}

type realmPolicy struct {
	realm string
	id    uuid.UUID
}

type cachedPolicies struct {
	readAt   time.Time
	versions []models.Policy
}

// Policy is the version of a site of the principal's realm in force at an instant.
func (t *Tx) Policy(site models.Site, at time.Time) (models.Policy, error) {
	versions, err := t.approvedPolicies(site)
	if err != nil {
		return models.Policy{}, err
	}
	for _, version := range versions {
		if !version.EffectiveFrom.After(at) {
			return version, nil
		}
	}
	return models.Policy{}, fmt.Errorf("policy of site %s at %s: %w", site, at, models.ErrNotFound)
}

// PolicyByID is one version of the principal's realm, whatever its state;
// versions never change.
func (t *Tx) PolicyByID(id uuid.UUID) (models.Policy, error) {
	cache, key := &t.store.policies, realmPolicy{t.principal.Realm, id}
	cache.mu.Lock()
	defer cache.mu.Unlock()
	if known, ok := cache.byID[key]; ok {
		return known, nil
	}
	policy, err := take[models.Policy](t.db.Where("realm = ?", key.realm), "policy", id)
	if err != nil {
		return policy, err
	}
	if policy, err = policy.Complete(); err != nil {
		return policy, fmt.Errorf("complete policy: %w", err)
	}
	if policy.Approver == "" {
		return policy, nil // its approval is still to come
	}
	if cache.byID == nil {
		cache.byID = map[realmPolicy]models.Policy{}
	}
	cache.byID[key] = policy
	return policy, nil
}

func (t *Tx) approvedPolicies(site models.Site) ([]models.Policy, error) {
	cache, key := &t.store.policies, realmSite{t.principal.Realm, site}
	cache.mu.Lock()
	defer cache.mu.Unlock()
	if cached, ok := cache.sites[key]; ok && time.Since(cached.readAt) < policyTTL {
		return cached.versions, nil
	}
	versions, err := t.policies(t.db.Where("approver <> ''").Order("effective_from DESC, version DESC"), site)
	if err != nil {
		return nil, err
	}
	if cache.sites == nil {
		cache.sites = map[realmSite]cachedPolicies{}
	}
	cache.sites[key] = cachedPolicies{readAt: time.Now(), versions: versions}
	return versions, nil
}

// Policies lists all versions of a site of the principal's realm, newest first.
func (t *Tx) Policies(site models.Site) ([]models.Policy, error) {
	return t.policies(t.db.Order("version DESC"), site)
}

// policies reads versions of a site of the principal's realm, each complete.
func (t *Tx) policies(query *gorm.DB, site models.Site) ([]models.Policy, error) {
	var versions []models.Policy
	if err := query.Where("realm = ? AND site = ?", t.principal.Realm, site).Find(&versions).Error; err != nil {
		return nil, fmt.Errorf("read policies of site %s: %w", site, err)
	}
	for i := range versions {
		var err error
		if versions[i], err = versions[i].Complete(); err != nil {
			return nil, fmt.Errorf("complete policy: %w", err)
		}
	}
	return versions, nil
}

// LockPolicies serialises the versions of a site of the principal's realm:
// numbers are given out one by one.
func (t *Tx) LockPolicies(site models.Site) error {
	return t.exec("SELECT pg_advisory_xact_lock(hashtextextended('policies:' || ? || ':' || ?, 0))", string(site), t.principal.Realm)
}

// AddPolicy writes a proposed version.
func (t *Tx) AddPolicy(policy *models.Policy) error {
	return insert(t, "policy", policy)
}

// ApprovePolicy adds the second pair of eyes to a version.
func (t *Tx) ApprovePolicy(policy models.Policy) error {
	return t.affected("approve policy", "UPDATE policies SET approver = ?, approved_at = ? WHERE id = ? AND approver = ''",
		policy.Approver, policy.ApprovedAt, policy.ID)
}

// installPolicies gives every site of a realm its first version, approved by
// nobody of the realm. It runs as the owner, when the realm is opened.
func installPolicies(db *gorm.DB, realm string, now time.Time) error {
	for _, site := range []models.Site{models.SiteCN, models.SiteIntl, models.SiteEU} {
		document, err := models.DefaultPolicy(site)
		if err != nil {
			return fmt.Errorf("default policy of %s: %w", site, err)
		}
		first := models.Policy{
			ID: NewID(), Realm: realm, Site: site, Version: 1, Schema: models.PolicySchema,
			EffectiveFrom: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC),
			Author:        "release", Approver: "installation", ApprovedAt: &now, CreatedAt: now, Document: document,
		}
		if err := db.Clauses(clause.OnConflict{DoNothing: true}).Create(&first).Error; err != nil {
			return fmt.Errorf("install policy of %s: %w", site, err)
		}
	}
	return nil
}
