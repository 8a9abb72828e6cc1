package identity

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"partnercenter/dev/sim/directory"
	"partnercenter/dev/sim/internal/phone"
)

// registrationForm is what the page shows again; password and verification code must be typed anew.
type registrationForm struct {
	Phone         string
	AccountName   string
	Email         string
	Company       string
	UserAgreement bool
	PrivacyPolicy bool

	password string
	code     string
	// number is Phone in E.164, empty when it is none.
	number string
}

func readRegistration(r *http.Request) registrationForm {
	field := func(name string) string { return strings.TrimSpace(r.PostForm.Get(name)) }
	form := registrationForm{
		Phone: field("phone"), AccountName: field("account_name"), Email: field("email"), Company: field("company"),
		UserAgreement: r.PostForm.Has("user_agreement"), PrivacyPolicy: r.PostForm.Has("privacy_policy"),
		password: r.PostForm.Get("password"), code: field("code"),
	}
	if number, err := phone.Normalise(form.Phone); err == nil {
		form.number = number
	}
	return form
}

// check returns all that is wrong with the fields, in their order on the page.
func (f registrationForm) check() []problem {
	rules := []struct {
		kept bool
		text message
	}{
		{f.number != "", textPhoneInvalid},
		{validAccountName(f.AccountName), textNameInvalid},
		{validEmail(f.Email), textEmailInvalid},
		{f.Company != "", textCompanyMissing},
		{validPassword(f.password, f.AccountName, f.number), textPasswordInvalid},
		{f.UserAgreement && f.PrivacyPolicy, textAgreementsMissing},
	}
	var broken []problem
	for _, rule := range rules {
		if !rule.kept {
			broken = append(broken, problem{codeInvalid, rule.text})
		}
	}
	return broken
}

func (s *Server) showRegistration(w http.ResponseWriter, r *http.Request, request authorization) {
	s.page(w, r, request, http.StatusOK, registerPage, view{Form: registrationForm{}})
}

func (s *Server) register(w http.ResponseWriter, r *http.Request, request authorization) {
	form := readRegistration(r)
	switch r.PostForm.Get("action") {
	case "cancel":
		s.cancel(w, r)
	case "send_code":
		s.sendCode(w, r, request, form)
	default:
		s.createAccount(w, r, request, form)
	}
}

// sendCode refuses a phone that can have no further account before it costs a message.
func (s *Server) sendCode(w http.ResponseWriter, r *http.Request, request authorization, form registrationForm) {
	refused, err := s.checkPhone(r.Context(), form.number)
	if err != nil {
		s.busy(w, r, err)
		return
	}
	if refused != nil {
		s.page(w, r, request, http.StatusUnprocessableEntity, registerPage, view{Form: form, Problems: []problem{*refused}})
		return
	}
	if err := s.textCode(r, request, form.number); err != nil {
		s.busy(w, r, err)
		return
	}
	s.page(w, r, request, http.StatusOK, registerPage, view{Form: form, CodeSentTo: form.number})
}

func (s *Server) checkPhone(ctx context.Context, number string) (*problem, error) {
	if number == "" {
		return &problem{codeInvalid, textPhoneInvalid}, nil
	}
	accounts, err := s.config.Directory.Accounts(ctx, directory.Query{Phone: number})
	if err != nil {
		return nil, fmt.Errorf("count accounts of phone: %w", err)
	}
	if len(accounts) >= directory.MaxAccountsPerPhone {
		return &problemPhoneExhausted, nil
	}
	return nil, nil
}

func (s *Server) textCode(r *http.Request, request authorization, number string) error {
	code, err := s.verifications.issue(number)
	if err != nil {
		return err
	}
	minutes := int(s.verifications.validity.Minutes())
	text := fmt.Sprintf(languageOf(r, request).text(textSMS), code, minutes)
	if err := s.config.SMS.Send(r.Context(), number, text); err != nil {
		return fmt.Errorf("send verification code: %w", err)
	}
	return nil
}

func (s *Server) createAccount(w http.ResponseWriter, r *http.Request, request authorization, form registrationForm) {
	account, problems, err := s.open(r.Context(), form)
	switch {
	case err != nil:
		s.busy(w, r, err)
	case len(problems) > 0:
		s.page(w, r, request, http.StatusUnprocessableEntity, registerPage, view{Form: form, Problems: problems})
	default:
		s.complete(w, r, account)
	}
}

// open checks the form, spends the code and creates the account with its password.
func (s *Server) open(ctx context.Context, form registrationForm) (directory.Record, []problem, error) {
	if broken := form.check(); len(broken) > 0 {
		return directory.Record{}, broken, nil
	}
	release, refused := s.verifications.claim(form.number, form.code)
	if refused != nil {
		return directory.Record{}, []problem{*refused}, nil
	}
	account, err := s.newAccount(form)
	if err == nil {
		err = s.config.Directory.Put(ctx, account)
	}
	if err == nil {
		return account, nil, s.passwords.set(account.CustomerID, form.password)
	}
	// The person may correct the form and use the same code.
	release()
	switch {
	case errors.Is(err, directory.ErrAccountNameExists):
		return directory.Record{}, []problem{problemNameExists}, nil
	case errors.Is(err, directory.ErrPhoneExhausted):
		return directory.Record{}, []problem{problemPhoneExhausted}, nil
	}
	return directory.Record{}, nil, fmt.Errorf("create account: %w", err)
}

// newAccount is registered at the business instant, which the rules about young accounts count from.
func (s *Server) newAccount(form registrationForm) (directory.Record, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return directory.Record{}, fmt.Errorf("draw account id: %w", err)
	}
	account := directory.Fresh(id, s.config.Clock.Now())
	account.AccountName, account.Name = form.AccountName, form.Company
	account.Phone, account.Email = form.number, form.Email
	if account.AccountName == "" {
		account.AccountName = randomAccountName()
	}
	return account, nil
}

// randomAccountName draws 60 bits, so that nobody meets a name already taken.
func randomAccountName() string {
	return "hw_" + strings.ToLower(rand.Text()[:12])
}
