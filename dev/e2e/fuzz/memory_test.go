package fuzz

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"partnercenter/models"
)

// memory is what a side has learnt from its answers.
type memory struct {
	ids map[string][]string // by the name of the parameter that takes them
	// open are the ids of things that an action is said to be allowed on.
	open map[string][]string
	etag map[string]string // by path
	next []string          // addresses of next pages
}

func newMemory() memory {
	return memory{ids: map[string][]string{}, open: map[string][]string{}, etag: map[string]string{}}
}

// selfLink is a path of a thing, as links state it.
var selfLink = regexp.MustCompile(`^/v1/([a-z-]+)/([0-9a-f]{8}-[0-9a-f-]{27})$`)

// parameters are the parameters that take the ids of a collection.
var parameters = map[string]string{
	"registrations": "registration_id", "invitations": "invitation_id", "invitation-links": "link_id", "acceptances": "acceptance_id",
	"associations": "association_id", "evaluations": "evaluation_id", "organisations": "organisation_id", "association-requests": "request_id",
	"top-ups": "top_up_id", "account-changes": "account_change_id", "withdrawals": "withdrawal_id", "subscriptions": "subscription_id",
}

// elsewhere are members whose name is a parameter's, but whose ids are learnt otherwise: request_id of a problem or an
// event is the HTTP request's, while the parameter takes a request to end an association.
var elsewhere = []string{"partner_id", "customer_id", "request_id"}

// learn keeps what an answer tells.
func (a *actor) learn(m *memory, r request, got answer) {
	path, _, _ := strings.Cut(r.path, "?")
	if tag := got.header.Get("ETag"); tag != "" && r.op.route.Method == http.MethodGet {
		m.etag[path] = tag
	}
	if r.op.id == "putOrganisation" {
		a.put = append(a.put, path[strings.LastIndexByte(path, '/')+1:])
	}
	var document any
	if json.Unmarshal(got.body, &document) != nil {
		return // a picture
	}
	a.read(m, document)
	page, isObject := document.(map[string]any)
	if isObject && r.op.id == "listDeliveries" {
		m.readDeliveries(path, page)
	}
	if isObject && r.op.body() == nil {
		if cursor, ok := page["next_cursor"].(string); ok && !strings.Contains(r.path, "cursor=") {
			m.next = append(m.next, a.nameOf(r)+" "+r.path+"&cursor="+cursor)
		}
	}
}

func (a *actor) nameOf(r request) string {
	for _, p := range a.people {
		if p.token == r.token {
			return r.op.id + "/" + p.name
		}
	}
	return ""
}

// read walks through an answer.
func (a *actor) read(m *memory, value any) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			a.read(m, item)
		}
	case map[string]any:
		a.readObject(m, v)
	}
}

func (a *actor) readObject(m *memory, object map[string]any) {
	id, _ := object["id"].(string)
	for name, member := range object {
		if text, ok := member.(string); ok && strings.HasSuffix(name, "_id") && !slices.Contains(elsewhere, name) {
			m.remember(name, text)
		}
		if links, ok := member.(map[string]any); ok && name == "links" {
			for _, link := range links {
				if parts := selfLink.FindStringSubmatch(fmt.Sprint(link)); parts != nil {
					m.remember(parameters[parts[1]], parts[2])
				}
			}
		}
		if name == "allowed_actions" {
			m.allow(about(object), id, member)
		}
		a.read(m, member)
	}
	switch own := object["partner_id"] == a.org.String(); {
	case !own:
	case isWithdrawal(object):
		a.readWithdrawal(id, object)
	case isChange(object):
		a.readChange(id, object)
	case object["state"] == models.RegistrationPending: // for the reviewer to decide
		a.vendor.offer("review", id)
	case object["state"] == models.RegistrationUnreported: // the vendor imports, the partner submits
		a.partner.offer(models.VerbSubmit, id)
	case object["state"] == models.RegistrationReported:
		a.partner.offer(models.RegistrationReported, id)
	}
	if isSubscription(object) && object["state"] != models.SubscriptionDeleted {
		m.offer("subscription", id)
	}
	if _, isAccount := object["set"]; isAccount {
		m.remember("account_id", id)
	}
	if _, isOrganisation := object["has_contact"]; isOrganisation {
		m.remember("organisation_id", id)
	}
	if document, ok := object["document"]; ok {
		a.policies = append(a.policies, document)
		if object["approver"] == nil && len(m.ids["version"]) < 500 {
			m.ids["version"] = append(m.ids["version"], fmt.Sprintf("%s/%v", object["site"], object["version"]))
		}
	}
}

// remember keeps the newest few hundred ids of a kind.
func (m *memory) remember(name, id string) {
	ids := m.ids[name]
	if name == "" || slices.Contains(ids, id) {
		return
	}
	m.ids[name] = append(ids[max(len(ids)-300, 0):], id)
}

// about tells apart the actions of things that have verbs in common.
func about(object map[string]any) string {
	if _, isRequest := object["initiator"]; isRequest {
		return "request_"
	}
	if isWithdrawal(object) {
		return "withdrawal_"
	}
	if isChange(object) {
		return "change_"
	}
	return ""
}

func (m *memory) allow(about, id string, actions any) {
	list, _ := actions.([]any)
	for _, entry := range list {
		action, _ := entry.(map[string]any)
		name := fmt.Sprint(action["name"])
		if action["allowed"] == true {
			m.offer(about+name, id)
		}
	}
}

// offer notes a thing that an operation can be tried on.
func (m *memory) offer(action, id string) {
	if open := m.open[action]; !slices.Contains(open, id) {
		m.open[action] = append(open[max(len(open)-300, 0):], id)
	}
}
