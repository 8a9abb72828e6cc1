package identity

import (
	"fmt"
	"net/http"
	"strings"

	xlanguage "golang.org/x/text/language"
)

// message names a text of the pages.
type message string

// Texts that code chooses; the others are named in the templates.
const (
	textAgreementsMissing message = "agreements_missing"
	textBusy              message = "busy"
	textCodeExpired       message = "code_expired"
	textCodeWrong         message = "code_wrong"
	textCompanyMissing    message = "company_missing"
	textEmailInvalid      message = "email_invalid"
	textNameExists        message = "name_exists"
	textNameInvalid       message = "name_invalid"
	textPasswordInvalid   message = "password_invalid"
	textPhoneExhausted    message = "phone_exhausted"
	textPhoneInvalid      message = "phone_invalid"
	textRequestInvalid    message = "request_invalid"
	textRequestOver       message = "request_over"
	textSeveralAccounts   message = "several_accounts"
	textSignInWrong       message = "sign_in_wrong"
	textSMS               message = "sms"
)

type language struct {
	tag   string
	texts map[message]string
}

// languages are those of the pages; the first is for readers of none of them.
var languages = []language{
	{tag: "zh-CN", texts: chinese},
	{tag: "en", texts: english},
}

var matcher = xlanguage.NewMatcher([]xlanguage.Tag{xlanguage.SimplifiedChinese, xlanguage.English})

// languageOf asks what the person chose (lang), then what the client asked for (ui_locales), then the browser.
func languageOf(r *http.Request, request authorization) language {
	// ui_locales is a header's list but for its separator.
	uiLocales := strings.Join(strings.Fields(request.uiLocales), ",")
	for _, wish := range []string{r.FormValue("lang"), uiLocales, r.Header.Get("Accept-Language")} {
		tags, _, err := xlanguage.ParseAcceptLanguage(wish)
		if err != nil || len(tags) == 0 {
			continue
		}
		if _, index, confidence := matcher.Match(tags...); confidence > xlanguage.No {
			return languages[index]
		}
	}
	return languages[0]
}

func (l language) lookup(name message) (string, error) {
	text, found := l.texts[name]
	if !found {
		return "", fmt.Errorf("no text %q in %s", name, l.tag)
	}
	return text, nil
}

// text is for the names above, which every language has.
func (l language) text(name message) string { return l.texts[name] }

var chinese = map[message]string{
	"account_name":        "账号名",
	"account_name_hint":   "5–32 位字母、数字、下划线或中划线,不能以数字开头;不填则自动生成",
	"agree":               "我已阅读并同意",
	"cancel":              "取消",
	"code":                "短信验证码",
	"code_sent":           "验证码已发送至",
	"company":             "企业名称(真实名称)",
	"email":               "邮箱",
	"failure_title":       "无法继续",
	"language":            "语言",
	"login":               "账号名或手机号码",
	"password":            "密码",
	"password_hint":       "至少 8 个字符,包含大写字母、小写字母、数字、特殊字符中的两种",
	"phone":               "手机号码",
	"privacy_policy":      "《隐私政策说明》",
	"problems":            "请修改以下内容",
	"register":            "注册",
	"register_title":      "注册华为云账号",
	"send_code":           "获取验证码",
	"sign_in":             "登录",
	"sign_in_title":       "登录华为云账号",
	"to_register":         "没有账号?注册",
	"to_sign_in":          "已有账号?登录",
	"user_agreement":      "《华为云用户协议》",
	textAgreementsMissing: "请阅读并勾选全部协议",
	textBusy:              "系统繁忙,请稍后重试!",
	textCodeExpired:       "验证码过期",
	textCodeWrong:         "验证码错误",
	textCompanyMissing:    "请填写企业名称",
	textEmailInvalid:      "邮箱格式不正确",
	textNameExists:        "客户登录名已经存在",
	textNameInvalid:       "账号名不符合要求",
	textPasswordInvalid:   "密码不符合要求,且不能与账号名、倒序的账号名或手机号码相同",
	textPhoneExhausted:    "手机号码已存在:一个手机号最多注册 3 个账号",
	textPhoneInvalid:      "手机号码格式不正确",
	textRequestInvalid:    "登录请求无效,请返回应用后重试。",
	textRequestOver:       "登录请求已失效或已完成,请返回应用后重试。",
	textSeveralAccounts:   "该手机号码有多个账号,请使用账号名登录",
	textSignInWrong:       "账号名、手机号码或密码错误",
	textSMS:               "您的验证码为 %s,%d 分钟内有效。请勿告知他人。",
}

var english = map[message]string{
	"account_name":        "Account name",
	"account_name_hint":   "5–32 letters, digits, underscores or hyphens, not starting with a digit; leave empty for a random one",
	"agree":               "I have read and agree to the",
	"cancel":              "Cancel",
	"code":                "SMS verification code",
	"code_sent":           "A verification code was sent to",
	"company":             "Company (real name)",
	"email":               "E-mail",
	"failure_title":       "This cannot go on",
	"language":            "Language",
	"login":               "Account name or phone",
	"password":            "Password",
	"password_hint":       "At least 8 characters with two of: capital letters, small letters, digits, special characters",
	"phone":               "Phone",
	"privacy_policy":      "Privacy Statement",
	"problems":            "Please correct the following",
	"register":            "Register",
	"register_title":      "Register a HUAWEI CLOUD account",
	"send_code":           "Get code",
	"sign_in":             "Sign in",
	"sign_in_title":       "Sign in to HUAWEI CLOUD",
	"to_register":         "No account? Register",
	"to_sign_in":          "Have an account? Sign in",
	"user_agreement":      "HUAWEI CLOUD User Agreement",
	textAgreementsMissing: "Please read and tick all agreements",
	textBusy:              "The system is busy. Try later.",
	textCodeExpired:       "The verification code has expired",
	textCodeWrong:         "The verification code is wrong",
	textCompanyMissing:    "Please give the company's name",
	textEmailInvalid:      "This is not an e-mail address",
	textNameExists:        "The account name exists already",
	textNameInvalid:       "The account name does not follow the rules",
	textPasswordInvalid:   "The password does not follow the rules; it must not be the account name, its reverse or the phone number either",
	textPhoneExhausted:    "The phone number exists already: it can have three accounts at most",
	textPhoneInvalid:      "This is not a phone number",
	textRequestInvalid:    "The sign-in request is not valid. Go back to the application and try again.",
	textRequestOver:       "The sign-in request has expired or is done. Go back to the application and try again.",
	textSeveralAccounts:   "This phone has several accounts. Sign in by account name",
	textSignInWrong:       "Account name, phone or password is wrong",
	textSMS:               "Your verification code is %s, valid for %d minutes. Tell nobody.",
}
