package programme

import (
	"context"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Get is one request as the principal sees it.
func (s *AssociationRequests) Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.AssociationRequestView, error) {
	var view models.AssociationRequestView
	err := s.Store.As(ctx, p, func(tx *store.Tx) (err error) {
		view, err = s.view(tx, id)
		return err
	})
	return view, err
}

// List is one page of requests as the principal sees them.
func (s *AssociationRequests) List(ctx context.Context, p models.Principal, f models.AssociationRequestFilter, q models.ListQuery) (models.Page[models.AssociationRequestView], error) {
	var page models.Page[models.AssociationRequestView]
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		rows, err := tx.AssociationRequests(f, q)
		if err != nil {
			return err
		}
		page.Next = rows.Next
		page.Items, err = s.present(tx, rows.Items)
		return err
	})
	return page, err
}

func (s *AssociationRequests) view(tx *store.Tx, id uuid.UUID) (models.AssociationRequestView, error) {
	r, err := tx.AssociationRequest(id)
	if err != nil {
		return models.AssociationRequestView{}, err
	}
	views, err := s.present(tx, []models.AssociationRequest{r})
	if err != nil {
		return models.AssociationRequestView{}, err
	}
	return views[0], nil
}

// present shows requests as they are now, with what the principal may do.
func (s *AssociationRequests) present(tx *store.Tx, rows []models.AssociationRequest) ([]models.AssociationRequestView, error) {
	ids := make([]uuid.UUID, len(rows))
	for i, r := range rows {
		ids[i] = r.AssociationID
	}
	names, err := tx.CustomerNames(ids)
	if err != nil {
		return nil, err
	}
	now := tx.Now()
	views := make([]models.AssociationRequestView, len(rows))
	var answerable []models.AssociationRequest
	for i, r := range rows {
		v := models.AssociationRequestView{AssociationRequest: r, Effective: rules.EffectiveRequestState(r.State, r.LapseAt, now), CustomerName: names[r.AssociationID]}
		if v.Effective != r.State {
			v.StateSince = r.LapseAt
		}
		v.Waiting = requestWaiting(r, v.Effective)
		views[i] = v
		if acts(tx.Principal()) && initiatorOf(tx.Principal()) != r.Initiator && v.Effective == models.AssociationRequestSubmitted {
			answerable = append(answerable, r)
		}
	}
	open, err := partings(tx, answerable)
	if err != nil {
		return nil, err
	}
	for i := range views {
		if views[i].Actions, err = s.actions(tx, views[i], open[views[i].ID]); err != nil {
			return nil, err
		}
	}
	return views, nil
}

// acts reports whether somebody asks and answers for his side: a partner's
// administrator, or the customer. Source: 3a-1.
func acts(p models.Principal) bool {
	return p.Side == models.SideCustomer || p.Side == models.SidePartner && p.Is(models.RoleAdministrator)
}

// actions are what the principal may do with a request now; x is what an answer
// is decided on, nil where there is none to give.
func (s *AssociationRequests) actions(tx *store.Tx, v models.AssociationRequestView, x *parting) ([]models.Action, error) {
	p := tx.Principal()
	switch {
	case !acts(p):
		return nil, nil
	case initiatorOf(p) == v.Initiator:
		return []models.Action{action(models.VerbCancel, rules.TakeBack(v.Initiator, p.Side, v.Effective))}, nil
	case x == nil:
		return []models.Action{action(models.VerbDecide, rules.Answer(rules.AnswerFacts{
			Leaving: rules.Leaving{Initiator: v.Initiator}, State: v.Effective, Side: p.Side, Verdict: models.VerdictReject,
		}, models.PolicyDocument{}, tx.Now()))}, nil
	}
	x.ticked = true // the tick comes with the answer
	_, _, decision, err := ask(tx, models.Command{Principal: p}, models.VerbDecide, models.VerdictApprove, x)
	return []models.Action{action(models.VerbDecide, decision)}, err
}

// Mine is what a customer sees of his association: his partner, what waits for an
// answer, and what stands against asking for an unlink.
func (s *AssociationRequests) Mine(ctx context.Context, p models.Principal) (models.MyPartner, error) {
	var mine models.MyPartner
	f := farewell{cmd: models.Command{Principal: p}, id: store.NewID(), input: models.AssociationRequestInput{Kind: models.RequestUnlink, AcceptNotice: true}}
	err := s.withFacts(ctx, &f, func(tx *store.Tx) error {
		mine = models.MyPartner{}
		bond, err := tx.ActiveAssociation(p.Org)
		if err != nil {
			return err
		}
		if err := s.newest(tx, &mine); err != nil {
			return err
		}
		if bond == nil {
			return nil
		}
		f.input.AssociationID = bond.ID
		if err := s.consider(tx, &f); err != nil {
			return err
		}
		partner, err := partnerOfBond(tx, *bond)
		mine.Association, mine.PartnerName, mine.Zone, mine.Blockers = bond, partner.Name, f.policy.Document.Zone, f.decision.Blockers
		mine.NoticeVersion = f.policy.Document.Association.NoticeVersion
		return err
	})
	return mine, err
}

// newest shows the customer's last request: open, or how it ended.
func (s *AssociationRequests) newest(tx *store.Tx, mine *models.MyPartner) error {
	rows, err := tx.AssociationRequests(models.AssociationRequestFilter{}, models.ListQuery{Limit: 1})
	if err != nil || len(rows.Items) == 0 {
		return err
	}
	views, err := s.present(tx, rows.Items)
	if err != nil {
		return err
	}
	if views[0].Effective == models.AssociationRequestSubmitted {
		mine.Open = &views[0]
	} else {
		mine.Last = &views[0]
	}
	return nil
}

// SignIn makes the account that signed in a principal of its own realm, on facts
// that were just read.
func (s *AssociationRequests) SignIn(ctx context.Context, customer uuid.UUID) (models.Principal, error) {
	var org models.Organisation
	err := s.Store.As(ctx, visitor(), func(tx *store.Tx) (err error) {
		org, err = tx.ResolveOrganisation(customer)
		return err
	})
	if err != nil {
		return models.Principal{}, err
	}
	if org.Kind != models.KindCustomer {
		return models.Principal{}, models.ErrNotFound
	}
	if err := s.customers.Refresh(ctx, org.Realm, customer); err != nil {
		s.Log.WarnContext(ctx, "the customer directory did not answer", "error", err.Error())
	}
	return models.Principal{Realm: org.Realm, Org: customer, Side: models.SideCustomer, Subject: customer.String(), Roles: []models.Role{models.RoleCustomer}}, nil
}

// KeepReason keeps what somebody typed with an answer until it is carried out.
func (s *AssociationRequests) KeepReason(ctx context.Context, cmd models.Command, id uuid.UUID, reason string) error {
	return keepOpinion(ctx, s.Deps, cmd, id, reason)
}
