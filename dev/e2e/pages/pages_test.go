package pages

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/directory"
	"partnercenter/dev/sim/mail"
	"partnercenter/models"
)

var patience = kit.Patience

const (
	poll     = 50 * time.Millisecond
	password = "Correct-Horse-7"

	consentForm = `form[action$="/accept"]`
)

// A customer without an account opens the mail on a phone, registers at the
// identity provider by SMS code, reads the notice, consents and is associated;
// both sides are told by mail. The browser runs no script.
func TestACustomerRegistersAndAssociatesInTheBrowser(t *testing.T) {
	t.Parallel()
	w := kit.NewWorld(t, kit.Options{})
	customer := kit.NewCustomer()
	invitation := invite(w, customer, models.Resale, "zh-CN")
	link := linkIn(w, customer.Email)

	b := newBrowser(t, "zh-CN")
	b.open(link)
	b.see(`button[value=register]`)
	b.shoot("invitation")
	b.press(`button[value=register]`)
	b.see(`#phone`)
	b.shoot("register")
	b.fill(`#phone`, customer.Phone)
	b.press(`button[value=send_code]`)
	b.see(`.notice[role=status]`)
	b.fill(`#code`, codeSentTo(w, customer.Phone))
	b.fill(`#email`, customer.Email)
	b.fill(`#company`, customer.Company)
	b.fill(`#password`, password)
	b.tick(`#user_agreement`)
	b.tick(`#privacy_policy`)
	b.press(`button[value=register]:not(.default)`)
	b.see(consentForm)
	b.shoot("consent")

	// The browser itself holds back a consent without the tick.
	b.press(consentForm + ` button`)
	b.see(consentForm)
	require.Zero(t, count(w, "acceptances"))

	b.tick(`#notice`)
	b.press(consentForm + ` button`)
	b.see(`h1.done`)
	b.shoot("associated")
	require.Equal(t, 1, count(w, "acceptances"))
	require.Equal(t, models.InvitationAssociated, invitationState(w, invitation))
	require.Contains(t, mailTo(w, customer.Email, "您已与 Aurora 关联").Text, "代售")
	require.Contains(t, mailTo(w, "aurora@partner.example", "客户已关联").Text, customer.Company)

	// Going back and reloading repeats nothing, and offers no form any more.
	b.do(chromedp.NavigateBack(), chromedp.Reload())
	b.see(`.refused`)
	require.Equal(t, 1, count(w, "acceptances"))
	b.open(link)
	b.see(`h1.stopped`)
	b.shoot("used")
	requireNowhere(w, link[strings.LastIndex(link, "/")+1:])
}

// requireNowhere: the code lives in the mail alone. No row of any table, no event
// of any workflow and no line of the product's logs has it.
func requireNowhere(w *kit.World, code string) {
	w.T.Helper()
	require.Empty(w.T, kit.Leaks(w.Left(), []kit.Secret{{Name: "the code", Text: code}}))
}

// A customer whose account stands against it reads every cause, in English, and
// the partner sees the invitation failed with the same causes.
func TestACustomerInArrearsReadsWhyTheAssociationFailed(t *testing.T) {
	t.Parallel()
	w := kit.NewWorld(t, kit.Options{})
	customer := kit.NewCustomer()
	invitation := invite(w, customer, models.Consultant, "en")
	account := w.Account(customer, func(r *directory.Record) { r.Facts.InArrears = true; r.Facts.RewardProgramme = "joined" })
	setPassword(w, account)

	b := newBrowser(t, "en")
	b.open(linkIn(w, customer.Email))
	b.press(`button[value=sign_in]`)
	b.fill(`#login`, accountName(w, account))
	b.fill(`#password`, password)
	b.press(`button[value=sign_in]`)
	b.press(consentForm + ` button`)
	b.see(`h1.stopped`)
	b.shoot("failed")
	text := b.text(`main`)
	require.Contains(t, text, "Your account is in arrears.")
	require.Contains(t, text, "You have joined the reward promotion programme.")
	require.Contains(t, text, "ask the partner to send the invitation again")
	require.Equal(t, models.InvitationFailed, invitationState(w, invitation))
}

// A link in the mail that a scanner follows changes nothing, however often.
func TestMailScannersChangeNothing(t *testing.T) {
	t.Parallel()
	w := kit.NewWorld(t, kit.Options{})
	customer := kit.NewCustomer()
	invitation := invite(w, customer, models.Resale, "en")
	link := linkIn(w, customer.Email)
	events := count(w, "events")
	for range 5 {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			request, err := http.NewRequestWithContext(t.Context(), method, link, nil)
			require.NoError(t, err)
			response, err := http.DefaultClient.Do(request)
			require.NoError(t, err)
			require.NoError(t, response.Body.Close())
			require.Equal(t, http.StatusOK, response.StatusCode)
		}
	}
	require.Equal(t, models.InvitationSent, invitationState(w, invitation))
	require.Equal(t, events, count(w, "events"))
}

// A mail that the server has taken is sent, also when the server hangs up before
// the goodbye; one that it refuses for now is tried again.
func TestMailsAreSentOnceTakenAndTriedAgainWhenRefused(t *testing.T) {
	t.Parallel()
	w := kit.NewWorld(t, kit.Options{})
	for _, mode := range []string{mail.CloseAfter250, mail.TempFail} {
		t.Run(mode, func(t *testing.T) {
			put(w, w.Sims.Endpoints.MailURL+"/behaviour", fmt.Sprintf(`{"mode":%q,"count":1}`, mode))
			customer := kit.NewCustomer()
			invitation := invite(w, customer, models.Resale, "en")
			mailTo(w, customer.Email, "")
			var state, lastError string
			var attempts int
			require.Eventually(t, func() bool {
				err := w.Admin.QueryRow(t.Context(), "SELECT state, attempts, last_error FROM notifications WHERE subject_id = $1", invitation).
					Scan(&state, &attempts, &lastError)
				return err == nil && state == models.NotificationSent
			}, patience, poll)
			require.Equal(t, map[string]int{mail.CloseAfter250: 1, mail.TempFail: 2}[mode], attempts)
			require.Empty(t, lastError)
			require.Len(t, mailsTo(w, customer.Email, ""), 1)
		})
	}
}

// A mail that the server refuses for good ends: its timeline says so, and the
// partner is asked to send it again until he has.
func TestAMailRefusedForGoodAsksThePartner(t *testing.T) {
	t.Parallel()
	w := kit.NewWorld(t, kit.Options{})
	alice := w.Token("alice", w.Aurora, models.RoleAdministrator)
	put(w, w.Sims.Endpoints.MailURL+"/behaviour", fmt.Sprintf(`{"mode":%q,"count":1}`, mail.Reject))
	customer := kit.NewCustomer()
	invitation := invite(w, customer, models.Resale, "en")
	read := func(path string) string {
		status, body := w.Call(w.URLs[0], http.MethodGet, path, alice, "")
		require.Equal(t, http.StatusOK, status, "%s", body)
		return string(body)
	}
	require.Eventually(t, func() bool { return strings.Contains(read("/v1/tasks?kind=send_again"), invitation) }, patience, poll)
	timeline := read("/v1/invitations/" + invitation + "/timeline")
	require.Contains(t, timeline, `"type":"invitation.undelivered"`)
	require.Contains(t, timeline, "the mail server answered 550")
	require.NotContains(t, timeline, customer.Email)
	require.Equal(t, models.InvitationSent, invitationState(w, invitation))

	status, body := w.Call(w.URLs[0], http.MethodPost, "/v1/invitations/"+invitation+"/resend", alice, "")
	require.Equal(t, http.StatusOK, status, "%s", body)
	mailTo(w, customer.Email, "")
	require.NotContains(t, read("/v1/tasks?kind=send_again"), invitation)
	var first string
	require.NoError(t, w.Admin.QueryRow(t.Context(), "SELECT state FROM notifications WHERE subject_id = $1 AND generation = 1", invitation).Scan(&first))
	require.Equal(t, models.NotificationFailed, first)
}

// A mail that is not owed any more when its turn comes is not sent.
func TestAMailOfACancelledInvitationIsVoid(t *testing.T) {
	t.Parallel()
	w := kit.NewWorld(t, kit.Options{})
	put(w, w.Sims.Endpoints.MailURL+"/behaviour", `{"mode":"tempfail","count":0}`)
	customer := kit.NewCustomer()
	invitation := invite(w, customer, models.Resale, "en")
	alice := w.Token("alice", w.Aurora, models.RoleAdministrator)
	status, body := w.Call(w.URLs[0], http.MethodPost, "/v1/invitations/"+invitation+"/cancel", alice, "")
	require.Equal(t, http.StatusOK, status, "%s", body)
	put(w, w.Sims.Endpoints.MailURL+"/behaviour", `{"mode":"ok","count":0}`)
	require.Eventually(t, func() bool {
		var state string
		err := w.Admin.QueryRow(t.Context(), "SELECT state FROM notifications WHERE subject_id = $1 AND kind = 'invitation'", invitation).Scan(&state)
		return err == nil && state == models.NotificationVoid
	}, patience, poll)
	require.Empty(t, mailsTo(w, customer.Email, ""))
}

// invite registers the customer for Aurora and invites it; the invitation's id.
func invite(w *kit.World, customer kit.Customer, kind models.AssociationType, locale string) string {
	w.T.Helper()
	alice := w.Token("alice", w.Aurora, models.RoleAdministrator)
	status, body := w.Call(w.URLs[0], http.MethodPost, "/v1/registrations", alice, customer.JSON())
	require.Equal(w.T, http.StatusCreated, status, "%s", body)
	var registration struct{ ID string }
	require.NoError(w.T, json.Unmarshal(body, &registration))
	status, body = w.Call(w.URLs[0], http.MethodPost, "/v1/invitations", alice,
		fmt.Sprintf(`{"registration_ids":[%q],"association_type":%q,"locale":%q}`, registration.ID, kind, locale))
	require.Equal(w.T, http.StatusCreated, status, "%s", body)
	var batch struct{ Items []struct{ ID string } }
	require.NoError(w.T, json.Unmarshal(body, &batch))
	require.Len(w.T, batch.Items, 1)
	return batch.Items[0].ID
}

func invitationState(w *kit.World, id string) string {
	w.T.Helper()
	status, body := w.Call(w.URLs[0], http.MethodGet, "/v1/invitations/"+id, w.Token("alice", w.Aurora, models.RoleAdministrator), "")
	require.Equal(w.T, http.StatusOK, status, "%s", body)
	var i struct{ State string }
	require.NoError(w.T, json.Unmarshal(body, &i))
	return i.State
}

func count(w *kit.World, table string) int {
	w.T.Helper()
	var n int
	require.NoError(w.T, w.Admin.QueryRow(w.T.Context(), "SELECT count(*) FROM "+table).Scan(&n))
	return n
}

// mailsTo are the caught mails to an address whose subject holds a text.
func mailsTo(w *kit.World, to, subject string) []mail.Message {
	w.T.Helper()
	query := url.Values{"to": {to}, "subject": {subject}}
	status, body := w.Call(w.Sims.Endpoints.MailURL, http.MethodGet, "/api/messages?"+query.Encode(), "", "")
	require.Equal(w.T, http.StatusOK, status)
	var answer struct{ Messages []mail.Message }
	require.NoError(w.T, json.Unmarshal(body, &answer))
	return answer.Messages
}

// mailTo waits for the first such mail.
func mailTo(w *kit.World, to, subject string) mail.Message {
	w.T.Helper()
	var caught []mail.Message
	require.Eventually(w.T, func() bool {
		caught = mailsTo(w, to, subject)
		return len(caught) > 0
	}, patience, poll, "a mail %q to %s", subject, to)
	return caught[0]
}

// linkIn is the address of the invitation that was mailed, the same in text and
// HTML.
func linkIn(w *kit.World, to string) string {
	w.T.Helper()
	message := mailTo(w, to, "")
	link := regexp.MustCompile(regexp.QuoteMeta(w.URLs[0]) + `/i/[a-z2-7]{32}`).FindString(message.Text)
	require.NotEmpty(w.T, link)
	require.Contains(w.T, message.HTML, `href="`+link+`"`)
	return link
}

func codeSentTo(w *kit.World, phone string) string {
	w.T.Helper()
	var code string
	require.Eventually(w.T, func() bool {
		messages, err := w.Sims.SMS().Messages(w.T.Context(), phone)
		if err != nil || len(messages) == 0 {
			return false
		}
		code = regexp.MustCompile(`\d{6}`).FindString(messages[len(messages)-1].Text)
		return code != ""
	}, patience, poll)
	return code
}

func setPassword(w *kit.World, account uuid.UUID) {
	w.T.Helper()
	put(w, w.Sims.Endpoints.IdentityURL+"/accounts/"+account.String()+"/password", fmt.Sprintf(`{"password":%q}`, password))
}

func accountName(w *kit.World, account uuid.UUID) string {
	w.T.Helper()
	record, err := w.Sims.Directory().Get(w.T.Context(), account)
	require.NoError(w.T, err)
	return record.AccountName
}

// put tells a simulator something.
func put(w *kit.World, address, body string) {
	w.T.Helper()
	request, err := http.NewRequestWithContext(w.T.Context(), http.MethodPut, address, bytes.NewBufferString(body))
	require.NoError(w.T, err)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	require.NoError(w.T, err)
	require.NoError(w.T, response.Body.Close())
	require.Less(w.T, response.StatusCode, 300)
}

// browser is a headless Chromium of a phone's width that runs no script.
type browser struct {
	t   *testing.T
	ctx context.Context
}

func newBrowser(t *testing.T, language string) *browser {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(390, 844), chromedp.UserDataDir(t.TempDir()),
		// A page that the browser keeps for the back button would never be asked for again.
		chromedp.Flag("disable-features", "BackForwardCache,Translate"),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("accept-lang", language), chromedp.Flag("lang", language),
	)
	allocator, cancelAllocator := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancelAllocator)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	b := &browser{t: t, ctx: ctx}
	// The first call starts Chromium, whose life is this context's: it gets no deadline.
	require.NoError(t, chromedp.Do(ctx, chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile)))
	_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	require.NoError(t, err)
	return b
}

func (b *browser) open(address string) {
	b.t.Helper()
	b.do(chromedp.Navigate(address))
}

func (b *browser) see(css string) {
	b.t.Helper()
	b.do(chromedp.WaitVisible(chromedp.CSS(css)))
}

// press is by keyboard: a mouse aims at where a button was before the page had its style.
func (b *browser) press(css string) {
	b.t.Helper()
	b.do(chromedp.SendKeys(chromedp.CSS(css), kb.Enter))
}

func (b *browser) tick(css string) {
	b.t.Helper()
	b.do(chromedp.SendKeys(chromedp.CSS(css), " "))
}

func (b *browser) fill(css, value string) {
	b.t.Helper()
	b.do(chromedp.SetValue(chromedp.CSS(css), value))
}

func (b *browser) text(css string) string {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS(css)))
	require.NoError(b.t, err)
	return text
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.shoot("stuck")
		b.t.Fatalf("browser: %v", err)
	}
}

// shoot keeps a picture of the whole page in SCREENSHOTS, for people to look at.
func (b *browser) shoot(name string) {
	b.t.Helper()
	dir := os.Getenv("SCREENSHOTS")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	require.NoError(b.t, err)
	file := filepath.Join(dir, strings.ReplaceAll(b.t.Name(), "/", "_")+"."+name+".png")
	require.NoError(b.t, os.WriteFile(file, picture, 0o644))
}
