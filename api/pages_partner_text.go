package api

import (
	"fmt"

	"partnercenter/models"
)

// partnerTexts are the words of the page of a customer's partner in one language.
type partnerTexts struct {
	Title       string
	SignInLead  string
	Partner     string
	NoPartner   string
	PartnerAsks string
	YouAsked    string
	Last        string
	Leave       string
	Effects     string
	Request     string
	State       string
	Reason      string
	Answer      string
	Due         string
	Tick        string
	Missing     string
	Refused     string
	Agree       string
	Refuse      string
	TakeBack    string
	Ask         string
	EligibleAt  string // %s: instant
	OtherAdvice string
	Kinds       map[string]string
	States      map[string]string
	Types       map[models.AssociationType]string
	Advice      map[string]string
}

func (t partnerTexts) eligible(at string) string { return fmt.Sprintf(t.EligibleAt, at) }

func partnerTextsOf(locale string) partnerTexts {
	if locale == "en" {
		return partnerEnglish
	}
	return partnerChinese
}

var partnerChinese = partnerTexts{
	Title:       "我的合作伙伴",
	SignInLead:  "请登录您的云服务账号，查看您关联的伙伴以及待处理的申请。",
	Partner:     "合作伙伴",
	NoPartner:   "您的账号目前没有关联合作伙伴。",
	PartnerAsks: "伙伴提交了一项申请，等待您处理",
	YouAsked:    "您提交的申请正在等待伙伴处理",
	Last:        "最近一次申请",
	Leave:       "解除关联",
	Effects:     "关联解除或变更后立即生效：该伙伴不能再为您拨款或代付，未使用的拨款将退还伙伴；您与伙伴之间的结算由双方自行处理。",
	Request:     "申请",
	State:       "状态",
	Reason:      "原因",
	Answer:      "答复",
	Due:         "处理截止时间",
	Tick:        "我已了解以上注意事项并同意此操作",
	Missing:     "请勾选确认并填写原因（不超过 500 字）。",
	Refused:     "目前还不能执行此操作",
	Agree:       "同意",
	Refuse:      "驳回",
	TakeBack:    "撤回申请",
	Ask:         "提交解除关联申请",
	EligibleAt:  "最早可申请时间：%s。",
	OtherAdvice: "请联系您的伙伴或云服务商客服。",
	Kinds:       map[string]string{models.RequestUnlink: "解除关联", models.RequestSwitch: "切换关联类型"},
	States: map[string]string{
		models.AssociationRequestSubmitted: "待处理", models.AssociationRequestApproved: "已同意", models.AssociationRequestRejected: "已驳回",
		models.AssociationRequestCancelled: "已撤回", models.AssociationRequestLapsed: "逾期未处理，已失效",
	},
	Types: map[models.AssociationType]string{models.Resale: "代售", models.Consultant: "顾问销售"},
	Advice: map[string]string{
		"orders_awaiting_partner":           "请取消订单，或请伙伴完成支付后重试。",
		"in_arrears":                        "请联系伙伴拨款核销欠款。",
		"reserved_instances":                "请先退订预留实例。",
		"partner_support_plan":              "请先退订伙伴支持计划。",
		"pick_up_vouchers":                  "请先使用完提货券。",
		"member_account":                    "请由企业主账号解除关联。",
		"master_with_independent_members":   "请先处理财务独立的子账号。",
		"special_contract":                  "请联系云服务商的客户经理线下处理。",
		"facts_unavailable":                 "请稍后重试。",
		"association_request_not_open":      "该申请已经结束，请查看最近一次申请。",
		"association_request_open":          "请先处理或撤回待处理的申请。",
		"association_request_of_other_side": "请等待伙伴处理。",
	},
}

var partnerEnglish = partnerTexts{
	Title:       "My partner",
	SignInLead:  "Sign in with your cloud account to see your partner and what waits for your answer.",
	Partner:     "Partner",
	NoPartner:   "Your account is not associated with a partner.",
	PartnerAsks: "Your partner asks for your consent",
	YouAsked:    "Your request waits for your partner's answer",
	Last:        "Your last request",
	Leave:       "End the association",
	Effects:     "The end or change takes effect at once: the partner can no longer allot money to you or pay for you, and what you have not spent goes back to the partner. What you owe each other is for the two of you to settle.",
	Request:     "Request",
	State:       "State",
	Reason:      "Reason",
	Answer:      "Answer",
	Due:         "To be answered by",
	Tick:        "I have read the above and agree",
	Missing:     "Please tick the box and give a reason of at most 500 characters.",
	Refused:     "This is not possible yet",
	Agree:       "Agree",
	Refuse:      "Refuse",
	TakeBack:    "Take the request back",
	Ask:         "Ask to end the association",
	EligibleAt:  "Possible from %s.",
	OtherAdvice: "Contact your partner or the cloud vendor's customer service.",
	Kinds:       map[string]string{models.RequestUnlink: "End the association", models.RequestSwitch: "Change its type"},
	States: map[string]string{
		models.AssociationRequestSubmitted: "Waiting for an answer", models.AssociationRequestApproved: "Approved", models.AssociationRequestRejected: "Refused",
		models.AssociationRequestCancelled: "Taken back", models.AssociationRequestLapsed: "Lapsed without an answer",
	},
	Types: map[models.AssociationType]string{models.Resale: "Resale", models.Consultant: "Referral"},
	Advice: map[string]string{
		"orders_awaiting_partner":           "Cancel the orders, or ask the partner to pay them.",
		"in_arrears":                        "Ask the partner to allot what you owe.",
		"reserved_instances":                "Unsubscribe the reserved instances first.",
		"partner_support_plan":              "Unsubscribe the support plan first.",
		"pick_up_vouchers":                  "Use the vouchers first.",
		"member_account":                    "The master account unlinks its members.",
		"master_with_independent_members":   "Settle the members with accounting of their own first.",
		"special_contract":                  "Contact your account manager at the cloud vendor.",
		"facts_unavailable":                 "Please try again later.",
		"association_request_not_open":      "The request has ended; see your last request.",
		"association_request_open":          "Answer the waiting request or take it back first.",
		"association_request_of_other_side": "Wait for the partner's answer.",
	},
}
