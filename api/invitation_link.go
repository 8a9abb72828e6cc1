package api

import (
	"bytes"
	"context"
	"fmt"
	"image/png"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// qrPixels is the edge of a QR code: printable at 5 cm with 300 dots per inch.
const qrPixels = 600

// CreateInvitationLink makes an offline link. Source: 2a-4.
func (s *server) CreateInvitationLink(ctx context.Context, r gen.CreateInvitationLinkRequestObject) (gen.CreateInvitationLinkResponseObject, error) {
	in := models.LinkInput{
		Kind:            string(r.Body.Kind),
		Tag:             given(r.Body.Tag),
		Campaign:        given(r.Body.Campaign),
		AssociationType: models.AssociationType(r.Body.AssociationType),
	}
	result, err := s.services.Links.Create(ctx, commandOf(ctx), in)
	if err != nil {
		return nil, err
	}
	body := s.invitationLink(ctx, result.Value)
	return gen.CreateInvitationLink201JSONResponse{Body: body, Headers: gen.CreateInvitationLink201ResponseHeaders{
		ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed), Location: optional(body.Links["self"]),
	}}, nil
}

// GetInvitationLink reads one link.
func (s *server) GetInvitationLink(ctx context.Context, r gen.GetInvitationLinkRequestObject) (gen.GetInvitationLinkResponseObject, error) {
	view, err := s.services.Links.Get(ctx, principalOf(ctx), r.LinkId)
	if err != nil {
		return nil, err
	}
	return gen.GetInvitationLink200JSONResponse{Body: s.invitationLink(ctx, view), Headers: gen.GetInvitationLink200ResponseHeaders{ETag: etag(view.Version)}}, nil
}

// ListInvitationLinks lists what the caller may see.
func (s *server) ListInvitationLinks(ctx context.Context, r gen.ListInvitationLinksRequestObject) (gen.ListInvitationLinksResponseObject, error) {
	query, err := s.page(ctx, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := s.services.Links.List(ctx, principalOf(ctx), query)
	if err != nil {
		return nil, err
	}
	items := mapped(page.Items, func(v models.LinkView) gen.InvitationLink { return s.invitationLink(ctx, v) })
	return gen.ListInvitationLinks200JSONResponse{Body: gen.InvitationLinkPage{Items: items, NextCursor: s.next(ctx, page.Next)}}, nil
}

// RevokeInvitationLink ends a link.
func (s *server) RevokeInvitationLink(ctx context.Context, r gen.RevokeInvitationLinkRequestObject) (gen.RevokeInvitationLinkResponseObject, error) {
	result, err := s.services.Links.Revoke(ctx, commandOf(ctx), r.LinkId)
	if err != nil {
		return nil, err
	}
	body := s.invitationLink(ctx, result.Value)
	return gen.RevokeInvitationLink200JSONResponse{Body: body, Headers: gen.RevokeInvitationLink200ResponseHeaders{
		ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

// GetInvitationLinkQRCode draws the link's address. Source: 2a-5.
func (s *server) GetInvitationLinkQRCode(ctx context.Context, r gen.GetInvitationLinkQRCodeRequestObject) (gen.GetInvitationLinkQRCodeResponseObject, error) {
	view, err := s.services.Links.Get(ctx, principalOf(ctx), r.LinkId)
	if err != nil {
		return nil, err
	}
	image, err := qrCode(view.URL)
	if err != nil {
		return nil, fmt.Errorf("draw qr code: %w", err)
	}
	return gen.GetInvitationLinkQRCode200ImagepngResponse{
		Body: bytes.NewReader(image), ContentLength: int64(len(image)),
		Headers: gen.GetInvitationLinkQRCode200ResponseHeaders{ETag: etag(view.Version)},
	}, nil
}

func qrCode(text string) ([]byte, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return nil, err
	}
	scaled, err := barcode.Scale(code, qrPixels, qrPixels)
	if err != nil {
		return nil, err
	}
	var image bytes.Buffer
	if err := png.Encode(&image, scaled); err != nil {
		return nil, err
	}
	return image.Bytes(), nil
}

func (s *server) invitationLink(ctx context.Context, v models.LinkView) gen.InvitationLink {
	links := linksOf(models.SubjectLink, v.ID, v.EvaluationID)
	links["qr"] = links["self"] + "/qr.png"
	return gen.InvitationLink{
		Id:              v.ID,
		Reference:       v.Reference,
		State:           gen.InvitationLinkState(v.State),
		StateSince:      v.StateSince.UTC(),
		Version:         v.Version,
		AllowedActions:  s.actions(ctx, v.Actions),
		EvaluationId:    v.EvaluationID,
		Links:           links,
		PartnerId:       v.PartnerID,
		Kind:            gen.LinkKind(v.Kind),
		Tag:             optional(v.Tag),
		Campaign:        optional(v.Campaign),
		AssociationType: gen.AssociationType(v.AssociationType),
		Creator:         v.Creator,
		AccountManager:  optional(v.AccountManager),
		Url:             v.URL,
		CreatedAt:       v.CreatedAt.UTC(),
	}
}
