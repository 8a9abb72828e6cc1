package workflows

import (
	"fmt"
	"strings"

	"github.com/google/uuid"

	"partnercenter/models"
)

// ID is the workflow id of a row's process. The version in it is a way out: a
// new kind of workflow for the same rows would not meet the old one.
func ID(kind string, id uuid.UUID) string { return fmt.Sprintf("%s:v1:%s", kind, id) }

// RowOf is the inverse of ID.
func RowOf(workflowID string) (kind string, id uuid.UUID, err error) {
	parts := strings.Split(workflowID, ":")
	if len(parts) != 3 || parts[1] != "v1" {
		return "", uuid.Nil, fmt.Errorf("workflow id %q names no row", workflowID)
	}
	if id, err = uuid.Parse(parts[2]); err != nil {
		return "", uuid.Nil, fmt.Errorf("workflow id %q names no row: %w", workflowID, err)
	}
	return parts[0], id, nil
}

// Types maps the kind of a row to the type of its workflow.
var Types = map[string]string{
	models.SubjectRegistration: "Registration",
	models.SubjectInvitation:   "Invitation",
	models.SubjectAcceptance:   "Acceptance",
	models.SubjectRequest:      "AssociationRequest",
	models.SubjectSettlement:   "Settlement",
	models.SubjectWithdrawal:   "Withdrawal",
}
