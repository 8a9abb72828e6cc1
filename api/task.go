package api

import (
	"context"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// ListTasks lists what waits for whom.
func (s *server) ListTasks(ctx context.Context, r gen.ListTasksRequestObject) (gen.ListTasksResponseObject, error) {
	query, err := s.page(ctx, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	filter := models.TaskFilter{Party: models.Party(given(r.Params.Party)), Kind: given(r.Params.Kind)}
	page, err := s.services.Tasks.List(ctx, principalOf(ctx), filter, query)
	if err != nil {
		return nil, err
	}
	return gen.ListTasks200JSONResponse{Body: gen.TaskPage{Items: mapped(page.Items, task), NextCursor: s.next(ctx, page.Next)}}, nil
}

func task(v models.TaskView) gen.Task {
	links := gen.Links{}
	if _, ok := collections[v.SubjectKind]; ok {
		links["subject"] = pathOf(v.SubjectKind, v.SubjectID)
	}
	return gen.Task{
		Id:          v.ID,
		Kind:        v.Kind,
		Party:       gen.Party(v.Party),
		PartnerId:   v.PartnerID,
		SubjectKind: v.SubjectKind,
		SubjectId:   v.SubjectID,
		Reference:   v.Reference,
		Since:       v.Since.UTC(),
		DueAt:       instant(v.DueAt),
		OnSilence:   optional(v.OnSilence),
		Escalated:   v.Escalated,
		Overdue:     v.Overdue,
		Links:       links,
	}
}
