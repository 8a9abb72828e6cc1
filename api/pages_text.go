package api

// trouble is a failure that is not a rule's.
type trouble int

// The troubles.
const (
	troubleForm trouble = iota
	troubleInProgress
	troubleSignInOver
	troubleAccount
	troubleNoPartner
	troubleTooOften
	troubleUnavailable
	troubleInternal
)

// advised is a failure in words, with what to do about it.
type advised struct{ Title, Advice string }

// texts are the words of the pages in one language.
type texts struct {
	Language string // its own name
	Brand    string
	Minute   string // layout of times

	InvitationTitle   string
	InvitesYou        string // %s: partner
	InvitedBy         string
	Type              string
	ValidUntil        string
	NoEnd             string
	WhatItMeans       string
	Resale            string
	Consultant        string
	ResaleMeaning     string // one meaning per line
	ConsultantMeaning string
	SignInTitle       string
	SignInHint        string
	SignIn            string
	Register          string
	NothingYet        string
	NoticeAhead       string

	ConsentTitle  string
	ConsentLead   string // %s: partner
	Account       string
	AccountName   string
	PersonName    string
	Phone         string
	Email         string
	NotYourself   string
	SignOut       string
	SwitchAccount string
	CheckedAt     string // %s: instant
	NotChecked    string
	Against       string
	AgainstHint   string
	CheckAgain    string
	Notice        string
	NoticeVersion string // %s: version
	NoticeTick    string
	NoticeMissing string
	AgreeTo       string // %s: partner
	Agree         string
	Later         string

	AssociatedTitle  string
	AssociatedLead   string // %s: partner
	Reference        string
	At               string
	AssociatedHint   string
	CheckingTitle    string
	CheckingLead     string
	CheckingUntil    string // %s: instant
	FailedTitle      string
	FailedLead       string // %s: partner
	FailedByPartner  string
	FailedTryAgain   string
	TryAgain         string
	GoBack           string
	FailureTitle     string
	FailureOfPartner string // %s: partner
	EligibleFrom     string // %s: instant
	ReloadHint       string
	Reload           string

	// Titles are for codes whose public title speaks to partners, or says what
	// the advice says.
	Titles map[string]string
	// Advice says for each code what the customer can do.
	Advice map[string]string
	// OtherAdvice is for a code that has none of its own.
	OtherAdvice string
	Troubles    map[trouble]advised
}

func (t texts) advice(code string) string {
	if advice, ok := t.Advice[code]; ok {
		return advice
	}
	return t.OtherAdvice
}

func textsOf(locale string) texts {
	if locale == "en" {
		return english
	}
	return chinese
}

var chinese = texts{
	Language: "中文",
	Brand:    "伙伴中心",
	Minute:   "2006年1月2日 15:04",

	InvitationTitle:   "关联合作伙伴",
	InvitesYou:        "%s 邀请您关联",
	InvitedBy:         "邀请方",
	Type:              "关联类型",
	ValidUntil:        "链接有效期至",
	NoEnd:             "长期有效",
	WhatItMeans:       "关联意味着什么",
	Resale:            "代售",
	Consultant:        "顾问销售",
	ResaleMeaning:     "您使用该伙伴的拨款进行云服务消费，发票由该伙伴开具。\n该伙伴可以查看您的消费情况并为您调整拨款额度。\n您同一时间只能关联一个伙伴。",
	ConsultantMeaning: "您的云服务消费仍由您自己向云服务商支付，发票由云服务商开具；该伙伴也可以为您代支付订单。\n该伙伴为您提供咨询和服务支持。\n您同一时间只能关联一个伙伴。",
	SignInTitle:       "登录后继续",
	SignInHint:        "请使用您提供给该伙伴的手机号码所对应的云服务账号。还没有账号可以先注册。",
	SignIn:            "登录已有账号",
	Register:          "注册新账号",
	NoticeAhead:       "确认前，您需要阅读并同意《客户关联合作伙伴须知》。",
	NothingYet:        "在您登录并确认之前，不会产生任何变更。",

	ConsentTitle:  "确认关联",
	ConsentLead:   "请核对以下信息，确认后您的账号将与“%s”关联。",
	Account:       "您的账号",
	AccountName:   "账号名",
	PersonName:    "姓名",
	Phone:         "手机号码",
	Email:         "电子邮箱",
	NotYourself:   "不是您的账号？",
	SignOut:       "退出登录",
	SwitchAccount: "退出并换用其他账号",
	CheckedAt:     "账号信息更新于 %s",
	NotChecked:    "尚未取得账号信息，提交后将继续核查。",
	Against:       "目前还不能关联",
	AgainstHint:   "处理完成后请重新打开本页。",
	CheckAgain:    "重新检查",
	Notice:        "客户关联合作伙伴须知",
	NoticeVersion: "版本 %s",
	NoticeTick:    "我已阅读并同意《客户关联合作伙伴须知》",
	NoticeMissing: "请先阅读并勾选同意《客户关联合作伙伴须知》。",
	AgreeTo:       "点击按钮即表示您同意将此账号与“%s”关联。",
	Agree:         "同意并关联",
	Later:         "暂不关联时，直接关闭本页即可。",

	AssociatedTitle:  "关联成功",
	AssociatedLead:   "您的账号已与“%s”关联。",
	Reference:        "受理编号",
	At:               "关联时间",
	AssociatedHint:   "我们会通知您和该伙伴。您可以关闭本页。",
	CheckingTitle:    "正在核查",
	CheckingLead:     "已收到您的确认，正在核查账号信息。本页会自动刷新，您无需重复提交。",
	CheckingUntil:    "最晚于 %s 给出结果。您也可以关闭本页，稍后重新打开查看。",
	FailedTitle:      "关联失败",
	FailedLead:       "您的账号未能与“%s”关联，原因如下：",
	FailedByPartner:  "处理完成后，请联系该伙伴重新发送邀请，并打开新的链接。",
	FailedTryAgain:   "处理完成后，您可以再次尝试。",
	TryAgain:         "再次尝试",
	GoBack:           "返回",
	FailureTitle:     "无法继续",
	FailureOfPartner: "此链接来自“%s”。",
	EligibleFrom:     "最早可关联时间：%s。",
	ReloadHint:       "如果页面没有自动刷新，请点击",
	Reload:           "刷新",

	Titles: map[string]string{
		"customer_already_yours":          "您的账号已与该伙伴关联",
		"customer_taken":                  "您的账号已被其他伙伴报备或关联",
		"registration_required":           "需要该伙伴先为您完成报备",
		"phone_mismatch":                  "账号的手机号码与伙伴报备的手机号码不一致",
		"account_mismatch":                "此账号不是伙伴为您报备的账号",
		"credit_code_mismatch":            "账号的统一社会信用代码与伙伴报备的不一致",
		"partner_frozen":                  "该伙伴目前不能拓展客户",
		"prepaid_partner_resale":          "该伙伴不能以代售模式发展客户",
		"account_other_site":              "您的账号注册在其他站点",
		"consumer_cloud_user":             "您的账号是消费者云账号",
		"contract_signed":                 "您已与云服务商签订合同",
		"special_contract":                "您与云服务商签有特价合同",
		"independent_accounting_member":   "您的账号是财务独立的企业子账号",
		"master_with_independent_members": "您的账号是有财务独立子账号的企业主账号",
		"reward_programme":                "您已加入奖励推广计划",
		"subsidy_programme":               "您已加入或正在加入政府补贴计划",
		"customer_is_partner":             "您的账号已是伙伴或正在申请成为伙伴",
		"internal_account":                "您使用的是云服务商内部账号",
		"registered_by_vendor":            "您已由云服务商直接服务",
		"reserved_instances":              "您有未到期的预留实例",
		"owed_invoices":                   "您的账号存在欠票金额",
		"stored_value_card":               "您有未使用完的储值卡",
		"top_up_bonus":                    "您有未使用完的充值赠送余额",
		"facts_unavailable":               "暂时无法查询您的账号信息",
		"in_arrears":                      "您的账号欠费",
		"cloud_not_enabled":               "您的账号尚未开通云服务",
		"system_busy":                     "系统繁忙",
		"consent_missing":                 "未同意现行版本的《客户关联合作伙伴须知》",
	},
	Advice: map[string]string{
		"invitation_not_found":            "请核对链接是否完整，或联系伙伴重新发送邀请。",
		"invitation_expired":              "请联系伙伴重新发送邀请。",
		"invitation_used":                 "如果您已完成关联，无需再次操作；否则请联系伙伴重新发送邀请。",
		"invitation_code_used":            "请使用最新一封邀请邮件中的链接；如果没有，请联系伙伴重新发送邀请。",
		"invitation_cancelled":            "如有疑问，请联系邀请您的伙伴。",
		"link_revoked":                    "请联系伙伴获取新的链接。",
		"partner_frozen":                  "请联系邀请您的伙伴。",
		"prepaid_partner_resale":          "请联系伙伴以顾问销售模式重新邀请您。",
		"customer_taken":                  "一个客户同一时间只能由一个伙伴服务。如有疑问，请联系云服务商客服。",
		"customer_already_yours":          "您无需再次操作。",
		"consent_missing":                 "请重新打开链接，阅读并同意须知后提交。",
		"phone_mismatch":                  "请换用您提供给伙伴的手机号码所对应的账号，或请伙伴按您账号的手机号码重新报备。",
		"account_mismatch":                "请换用伙伴报备的账号，或请伙伴按此账号重新报备。",
		"credit_code_mismatch":            "请换用伙伴报备的公司的账号，或请伙伴按您公司的统一社会信用代码重新报备。",
		"registration_required":           "您的账号注册已超过一定天数或已有消费，请联系伙伴完成报备后再关联。",
		"facts_unavailable":               "请稍后重试。",
		"system_busy":                     "请稍后重试；如果仍然失败，请联系云服务商客服。",
		"account_other_site":              "请换用与伙伴同一站点的账号。",
		"customer_is_partner":             "伙伴账号不能作为客户关联，请换用其他账号。",
		"consumer_cloud_user":             "请换用企业云服务账号。",
		"internal_account":                "请换用其他账号。",
		"registered_by_vendor":            "请联系云服务商的客户经理。",
		"subsidy_programme":               "参加该计划期间不能关联伙伴；如有疑问，请联系云服务商客服。",
		"reward_programme":                "参加该计划期间不能关联伙伴；如有疑问，请联系云服务商客服。",
		"in_arrears":                      "请先充值还款。",
		"special_contract":                "如需变更合同，请联系云服务商的客户经理。",
		"contract_signed":                 "请联系云服务商的客户经理，或请伙伴以顾问销售模式邀请您。",
		"cloud_not_enabled":               "请登录云服务商网站开通云服务。",
		"reserved_instances":              "请在预留实例到期后再关联，或请伙伴以顾问销售模式邀请您。",
		"owed_invoices":                   "请先处理欠票金额，或请伙伴以顾问销售模式邀请您。",
		"stored_value_card":               "请先使用完储值卡余额，或请伙伴以顾问销售模式邀请您。",
		"top_up_bonus":                    "请先使用完赠送余额，或请伙伴以顾问销售模式邀请您。",
		"master_with_independent_members": "请伙伴以顾问销售模式邀请您。",
		"independent_accounting_member":   "请伙伴以顾问销售模式邀请您。",
	},
	OtherAdvice: "请联系邀请您的伙伴或云服务商客服。",
	Troubles: map[trouble]advised{
		troubleForm:        {"此页面已失效", "请返回后重新操作。您之前的确认不会重复提交。"},
		troubleInProgress:  {"您的确认正在处理", "请稍候片刻再返回查看，无需重复提交。"},
		troubleSignInOver:  {"登录已失效", "登录用时过长，或是在另一个浏览器中开始的。请重新打开邀请链接。"},
		troubleAccount:     {"账号信息尚未就绪", "新注册的账号可能需要片刻才能使用，请稍后返回并重新登录。"},
		troubleNoPartner:   {"没有关联的合作伙伴", "您的账号没有关联过合作伙伴。请通过伙伴发给您的邀请完成关联。"},
		troubleTooOften:    {"操作过于频繁", "您的网络在短时间内访问次数过多，请稍后重试。"},
		troubleUnavailable: {"服务暂时不可用", "暂时无法连接登录服务或账号信息，请稍后重试。"},
		troubleInternal:    {"出现了意外问题", "请稍后重试；如果仍然失败，请联系云服务商客服。"},
	},
}

var english = texts{
	Language: "English",
	Brand:    "Partner Center",
	Minute:   "2 January 2006, 15:04",

	InvitationTitle:   "Associate with a partner",
	InvitesYou:        "%s invites you",
	InvitedBy:         "Invited by",
	Type:              "Association type",
	ValidUntil:        "Link valid until",
	NoEnd:             "No end date",
	WhatItMeans:       "What the association means",
	Resale:            "Resale",
	Consultant:        "Referral",
	ResaleMeaning:     "You use cloud services on funds that the partner allots to you, and the partner issues your invoices.\nThe partner sees what you consume and can change your allotment.\nYou can be associated with one partner at a time.",
	ConsultantMeaning: "You go on paying the cloud vendor, which issues your invoices; the partner may pay an order for you.\nThe partner advises and supports you.\nYou can be associated with one partner at a time.",
	SignInTitle:       "Sign in to continue",
	SignInHint:        "Use the cloud account of the phone number that you gave to the partner. If you have none, register one.",
	SignIn:            "Sign in",
	Register:          "Register a new account",
	NoticeAhead:       "Before you confirm, you are asked to read and accept a notice.",
	NothingYet:        "Nothing changes until you have signed in and confirmed.",

	ConsentTitle:  "Confirm the association",
	ConsentLead:   "Please check the details. Once you confirm, your account is associated with “%s”.",
	Account:       "Your account",
	AccountName:   "Account name",
	PersonName:    "Name",
	Phone:         "Phone",
	Email:         "E-mail",
	NotYourself:   "Not your account?",
	SignOut:       "Sign out",
	SwitchAccount: "Sign out and use another",
	CheckedAt:     "Account details as of %s",
	NotChecked:    "The account's details have not been read yet. They are checked once you confirm.",
	Against:       "The association is not possible yet",
	AgainstHint:   "Open this page again when that is done.",
	CheckAgain:    "Check again",
	Notice:        "Notice for customers who associate with a partner",
	NoticeVersion: "Version %s",
	NoticeTick:    "I have read and accept the notice for customers who associate with a partner",
	NoticeMissing: "Please read the notice and tick the box to accept it.",
	AgreeTo:       "By pressing the button you agree to associate this account with “%s”.",
	Agree:         "Agree and associate",
	Later:         "If you do not want to associate now, just close this page.",

	AssociatedTitle:  "You are associated",
	AssociatedLead:   "Your account is now associated with “%s”.",
	Reference:        "Reference",
	At:               "Associated at",
	AssociatedHint:   "You and the partner will be notified. You can close this page.",
	CheckingTitle:    "Checking your account",
	CheckingLead:     "We have your confirmation and are checking your account. This page updates by itself; there is no need to confirm again.",
	CheckingUntil:    "The result is known by %s at the latest. You may close this page and open it again later.",
	FailedTitle:      "The association failed",
	FailedLead:       "Your account could not be associated with “%s”:",
	FailedByPartner:  "When that is done, ask the partner to send the invitation again and open the new link.",
	FailedTryAgain:   "When that is done, you can try again.",
	TryAgain:         "Try again",
	GoBack:           "Go back",
	FailureTitle:     "This link leads no further",
	FailureOfPartner: "The link is from “%s”.",
	EligibleFrom:     "Possible from %s.",
	ReloadHint:       "If the page does not update by itself,",
	Reload:           "reload it",

	Titles: map[string]string{
		"customer_already_yours":          "Your account is already associated with this partner.",
		"customer_taken":                  "Your account is registered by or associated with another partner.",
		"registration_required":           "The partner must register you first.",
		"phone_mismatch":                  "The account's phone number differs from the one the partner registered.",
		"account_mismatch":                "This is not the account that the partner registered.",
		"credit_code_mismatch":            "The account's unified social credit code differs from the one the partner registered.",
		"partner_frozen":                  "The partner cannot take on customers at the moment.",
		"prepaid_partner_resale":          "The partner cannot take on customers in the resale model.",
		"account_other_site":              "Your account is registered on another site.",
		"consumer_cloud_user":             "Your account is a consumer cloud account.",
		"contract_signed":                 "You have a contract with the cloud vendor.",
		"special_contract":                "You have a special-price contract with the cloud vendor.",
		"independent_accounting_member":   "Your account is an enterprise member with accounting of its own.",
		"master_with_independent_members": "Your account is an enterprise master whose members have accounting of their own.",
		"reward_programme":                "You have joined the reward promotion programme.",
		"subsidy_programme":               "You have joined or are joining a government subsidy plan.",
		"customer_is_partner":             "Your account is a partner or is applying to become one.",
		"internal_account":                "Your account is an internal account of the cloud vendor.",
		"registered_by_vendor":            "The cloud vendor serves you itself.",
		"reserved_instances":              "You have reserved instances that have not expired.",
		"owed_invoices":                   "Your account owes invoices.",
		"stored_value_card":               "You have an unspent stored-value card.",
		"top_up_bonus":                    "You have an unspent top-up bonus.",
		"facts_unavailable":               "Your account's details cannot be read at the moment.",
		"in_arrears":                      "Your account is in arrears.",
		"cloud_not_enabled":               "Your account has no cloud service enabled.",
		"system_busy":                     "The system is busy.",
		"consent_missing":                 "The current version of the notice was not accepted.",
	},
	Advice: map[string]string{
		"invitation_not_found":            "Check that the link is complete, or ask the partner to send the invitation again.",
		"invitation_expired":              "Ask the partner to send the invitation again.",
		"invitation_used":                 "If you are associated already, there is nothing left to do. Otherwise ask the partner to send the invitation again.",
		"invitation_code_used":            "Use the link in the latest invitation mail. If there is none, ask the partner to send the invitation again.",
		"invitation_cancelled":            "If you have questions, contact the partner who invited you.",
		"link_revoked":                    "Ask the partner for a new link.",
		"partner_frozen":                  "Contact the partner who invited you.",
		"prepaid_partner_resale":          "Ask the partner to invite you in the referral model.",
		"customer_taken":                  "A customer has one partner at a time. If you did not expect this, contact the cloud vendor's customer service.",
		"customer_already_yours":          "There is nothing left to do.",
		"consent_missing":                 "Open the link again, then read and accept the notice.",
		"phone_mismatch":                  "Use the account of the phone number that you gave to the partner, or ask the partner to register you with the phone number of this account.",
		"account_mismatch":                "Sign in with the account that the partner registered, or ask the partner to register you with this account.",
		"credit_code_mismatch":            "Use the account of the company that the partner registered, or ask the partner to register you with your company's credit code.",
		"registration_required":           "Your account is not new or has paid for services before. Ask the partner to register you, then associate.",
		"facts_unavailable":               "Please try again later.",
		"system_busy":                     "Please try again later. If it fails again, contact the cloud vendor's customer service.",
		"account_other_site":              "Use an account of the partner's site.",
		"customer_is_partner":             "A partner's account cannot be associated as a customer. Use another account.",
		"consumer_cloud_user":             "Use an enterprise cloud account.",
		"internal_account":                "Use another account.",
		"registered_by_vendor":            "Contact your account manager at the cloud vendor.",
		"subsidy_programme":               "Members of the plan cannot associate with a partner. If you have questions, contact the cloud vendor's customer service.",
		"reward_programme":                "Members of the programme cannot associate with a partner. If you have questions, contact the cloud vendor's customer service.",
		"in_arrears":                      "Top up your account first.",
		"special_contract":                "To change the contract, contact your account manager at the cloud vendor.",
		"contract_signed":                 "Contact your account manager at the cloud vendor, or ask the partner to invite you in the referral model.",
		"cloud_not_enabled":               "Sign in at the cloud vendor's site and enable cloud services.",
		"reserved_instances":              "Wait until they have expired, or ask the partner to invite you in the referral model.",
		"owed_invoices":                   "Settle the invoices first, or ask the partner to invite you in the referral model.",
		"stored_value_card":               "Spend the card first, or ask the partner to invite you in the referral model.",
		"top_up_bonus":                    "Spend the bonus first, or ask the partner to invite you in the referral model.",
		"master_with_independent_members": "Ask the partner to invite you in the referral model.",
		"independent_accounting_member":   "Ask the partner to invite you in the referral model.",
	},
	OtherAdvice: "Contact the partner who invited you or the cloud vendor's customer service.",
	Troubles: map[trouble]advised{
		troubleForm:        {"This page is out of date", "Go back and start again. What you confirmed before is not sent twice."},
		troubleInProgress:  {"Your confirmation is being processed", "Wait a moment and go back to see the result. There is no need to confirm again."},
		troubleSignInOver:  {"The sign-in is no longer valid", "It took too long, or it was begun in another browser. Open the invitation's link again."},
		troubleAccount:     {"Your account is not ready yet", "A new account may take a moment. Please go back and sign in again shortly."},
		troubleNoPartner:   {"There is no partner", "Your account has never been associated with a partner. Follow the invitation that a partner sends you."},
		troubleTooOften:    {"Too many requests", "There were too many requests from your network in a short time. Please try again shortly."},
		troubleUnavailable: {"The service is not available now", "The sign-in service or your account's details cannot be reached. Please try again later."},
		troubleInternal:    {"Something unexpected happened", "Please try again later. If it fails again, contact the cloud vendor's customer service."},
	},
}
