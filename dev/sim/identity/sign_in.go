package identity

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"partnercenter/dev/sim/directory"
	"partnercenter/dev/sim/internal/phone"
)

// signInForm is what the page shows again; the password is never part of it.
type signInForm struct {
	Login string
}

func (s *Server) showSignIn(w http.ResponseWriter, r *http.Request, request authorization) {
	s.page(w, r, request, http.StatusOK, signInPage, view{Form: signInForm{}})
}

func (s *Server) signIn(w http.ResponseWriter, r *http.Request, request authorization) {
	if r.PostForm.Get("action") == "cancel" {
		s.cancel(w, r)
		return
	}
	form := signInForm{Login: strings.TrimSpace(r.PostForm.Get("login"))}
	account, refused, err := s.findAccount(r.Context(), form.Login, r.PostForm.Get("password"))
	switch {
	case err != nil:
		s.busy(w, r, err)
	case refused != nil:
		s.page(w, r, request, http.StatusUnprocessableEntity, signInPage, view{Form: form, Problems: []problem{*refused}})
	default:
		s.complete(w, r, account)
	}
}

// findAccount knows people by account name or by phone. A phone may have three accounts: where the password fits more
// than one, the person must give the account name.
func (s *Server) findAccount(ctx context.Context, login, password string) (directory.Record, *problem, error) {
	candidates, err := s.candidates(ctx, login)
	if err != nil {
		return directory.Record{}, nil, err
	}
	var fitting []directory.Record
	for _, account := range candidates {
		fits, err := s.passwords.verify(account.CustomerID, password)
		if err != nil {
			return directory.Record{}, nil, fmt.Errorf("verify password: %w", err)
		}
		if fits {
			fitting = append(fitting, account)
		}
	}
	switch len(fitting) {
	case 0:
		return directory.Record{}, &problem{Text: textSignInWrong}, nil
	case 1:
		return fitting[0], nil, nil
	default:
		return directory.Record{}, &problem{Text: textSeveralAccounts}, nil
	}
}

// candidates needs no guess: an account name cannot look like a phone number.
func (s *Server) candidates(ctx context.Context, login string) ([]directory.Record, error) {
	if login == "" {
		return nil, nil
	}
	query := directory.Query{AccountName: login}
	if !accountName.MatchString(login) {
		number, err := phone.Normalise(login)
		if err != nil {
			return nil, nil //nolint:nilerr // what is neither name nor phone is nobody's login
		}
		query = directory.Query{Phone: number}
	}
	accounts, err := s.config.Directory.Accounts(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("find account: %w", err)
	}
	return accounts, nil
}
