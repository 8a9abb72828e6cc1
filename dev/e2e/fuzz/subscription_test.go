package fuzz

import (
	"fmt"

	"partnercenter/models"
)

// unreached is a position that no feed comes to: whoever replays from it is sent nothing again.
const unreached = 1_000_000_000

// shapeSubscription makes a request more likely to get somewhere: events go to a receiver of the test's, and few of them.
func (a *actor) shapeSubscription(o *operation, body map[string]any) {
	if o.id == "replaySubscription" {
		if a.chosen != nil || a.chance(0.9) {
			body["after"] = unreached
		}
		return
	}
	body["url"], body["types"], body["subject_kinds"] = a.receiver, []string{}, []string{models.SubjectSubscription}
	if a.chosen == nil && a.chance(0.1) {
		body["types"] = []string{a.letters(8)} // of which there is none
	}
}

// isSubscription tells a subscription from other things with a state.
func isSubscription(object map[string]any) bool {
	_, found := object["disabled_cause"]
	return found
}

// readDeliveries offers what can be sent again; a delivery is named under its subscription.
func (m *memory) readDeliveries(path string, page map[string]any) {
	items, _ := page["items"].([]any)
	for _, item := range items {
		if delivery, ok := item.(map[string]any); ok {
			m.offer("resend_delivery", fmt.Sprintf("%s/%v/resend", path, delivery["id"]))
		}
	}
}

// resend is the path of a delivery that can be sent again; there is one.
func (m *memory) resend() string {
	open := m.open["resend_delivery"]
	m.open["resend_delivery"] = open[:len(open)-1]
	return open[len(open)-1]
}
