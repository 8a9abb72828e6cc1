package store_test

import (
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// put makes an organisation where there is none and answers whether it made it.
func (f *fixture) put(p models.Principal, o models.Organisation) (made bool, err error) {
	err = f.api.As(f.t.Context(), p, func(tx *store.Tx) error {
		known, err := tx.LockOrganisation(o.ID)
		if err != nil || known != nil {
			return err
		}
		made = true
		return tx.AddOrganisation(&o)
	})
	return made, err
}

func TestAnOrganisationIsMadeOnceHoweverManyStateIt(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	o := models.Organisation{ID: store.NewID(), Realm: realm, Kind: models.KindCustomer, Site: models.SiteCN, Name: "Customer", Version: 1}
	var makers atomic.Int32
	atOnce(t, 20, func() error {
		made, err := f.put(f.vendor, o)
		if made {
			makers.Add(1)
		}
		return err
	})
	require.EqualValues(t, 1, makers.Load())
}

func TestAnIdOfAnotherRealmIsNotFound(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	stranger := f.vendor
	stranger.Realm = "another"
	_, err := f.put(stranger, models.Organisation{ID: f.aurora.Org, Realm: stranger.Realm, Kind: models.KindCustomer, Site: models.SiteCN, Version: 1})
	require.ErrorIs(t, err, models.ErrNotFound)
}
