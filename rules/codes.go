package rules

import "partnercenter/models"

// The codes of blockers. They are public and never change their meaning.
const (
	// The partner itself.
	PartnerFrozen           = "partner_frozen"
	PartnerEmailMissing     = "partner_email_missing"
	PartnerContactMissing   = "partner_contact_missing"
	RegistrationCapReached  = "registration_cap_reached"
	CustomerBudgetExhausted = "customer_budget_exhausted"
	RoleCannotAct           = "role_cannot_act"
	NotOwnCustomer          = "not_own_customer"
	PrepaidPartnerResale    = "prepaid_partner_resale"

	// The customer as such. CustomerTaken does not tell whether another partner
	// registered the customer or is associated with it.
	CustomerTaken            = "customer_taken"
	CustomerAlreadyYours     = "customer_already_yours"
	RegistrationDuplicate    = "registration_duplicate"
	AccountSelectionRequired = "account_selection_required"
	AccountUnknown           = "account_unknown"
	FactsUnavailable         = "facts_unavailable"
	SystemBusy               = "system_busy"

	// What lies in the customer's own account.
	AccountOtherSite             = models.CauseAccountOtherSite
	ConsumerCloudUser            = models.CauseConsumerCloudUser
	ContractSigned               = models.CauseContractSigned
	CashConsumptionUnfollowed    = models.CauseCashUnfollowed
	UnifiedAccountingMember      = models.CauseUnifiedAccountingMember
	RewardProgramme              = models.CauseRewardProgramme
	CustomerIsPartner            = models.CauseCustomerIsPartner
	FollowedByDirectSales        = models.CauseFollowedByDirectSales
	RegisteredByVendor           = models.CauseRegisteredByVendor
	OnlineSalesCustomer          = models.CauseOnlineSalesCustomer
	AuthorisedCentreCustomer     = models.CauseAuthorisedCentreCustomer
	CountryMismatch              = models.CauseCountryMismatch
	SpecialContract              = "special_contract"
	InternalAccount              = "internal_account"
	MasterWithIndependentMembers = "master_with_independent_members"
	IndependentAccountingMember  = "independent_accounting_member"
	SubsidyProgramme             = "subsidy_programme"
	InArrears                    = "in_arrears"
	ReservedInstances            = "reserved_instances"
	OwedInvoices                 = "owed_invoices"
	StoredValueCard              = "stored_value_card"
	TopUpBonus                   = "top_up_bonus"
	CloudNotEnabled              = "cloud_not_enabled"

	// Registrations and their reviews.
	RegistrationNotPending  = "registration_not_pending"
	RegistrationNotOpen     = "registration_not_open"
	RegistrationNotReported = "registration_not_reported"
	ReviewerIsReporter      = "reviewer_is_reporter"
	VerdictInvalid          = "verdict_invalid"
	BatchTooLarge           = "batch_too_large"

	// Invitations and links.
	AssociationTypeInvalid   = "association_type_invalid"
	RecipientEmailMissing    = "recipient_email_missing"
	RecipientsTooMany        = "recipients_too_many"
	InvitationOpen           = "invitation_open"
	InvitationLimitReached   = "invitation_limit_reached"
	InvitationNotResendable  = "invitation_not_resendable"
	InvitationNotCancellable = "invitation_not_cancellable"
	LinkKindInvalid          = "link_kind_invalid"
	TagRequired              = "tag_required"
	CampaignRequired         = "campaign_required"
	LinkRevoked              = "link_revoked"

	// Subscriptions to events.
	SubscriptionLimitReached = "subscription_limit_reached"

	// What a customer meets behind an invitation or a link.
	InvitationNotFound   = "invitation_not_found"
	InvitationExpired    = "invitation_expired"
	InvitationUsed       = "invitation_used"
	InvitationCodeUsed   = "invitation_code_used"
	InvitationCancelled  = "invitation_cancelled"
	ConsentMissing       = "consent_missing"
	PhoneMismatch        = "phone_mismatch"
	AccountMismatch      = "account_mismatch"
	CreditCodeMismatch   = "credit_code_mismatch"
	RegistrationRequired = "registration_required"

	// Withdrawals.
	PartnerRestricted       = "partner_restricted"
	RealNameMissing         = "real_name_missing"
	HolderMismatch          = "holder_mismatch"
	BankBranchMissing       = "bank_branch_missing"
	AmountAboveWithdrawable = "amount_above_withdrawable"
	AllottedToCustomers     = "allotted_to_customers"
	PartnerOwesInvoices     = "partner_owes_invoices"
	UnbilledConsumption     = "unbilled_consumption"
	SubCustomersInArrears   = "sub_customers_in_arrears"
	RouteNotAllowed         = "route_not_allowed"
	RouteAmountExceeded     = "route_amount_exceeded"
	RebateNotPaidOut        = "rebate_not_paid_out"
	LotInWithdrawal         = "lot_in_withdrawal"
	InvoiceReturnRequired   = "invoice_return_required"
	WithdrawalNotSubmitted  = "withdrawal_not_submitted"
	PayoutSent              = "payout_sent"
	WithdrawalNotRejected   = "withdrawal_not_rejected"
	FundsDesignated         = "funds_designated"
	ReviewerIsMaker         = "reviewer_is_maker"
	ReviewerIsFirstReviewer = "reviewer_is_first_reviewer"

	// Requests to end or change an association, and settlements.
	NotAssociated            = "not_associated"
	RequestNotOpen           = "association_request_not_open"
	RequestOpen              = "association_request_open"
	RequestOfOtherSide       = "association_request_of_other_side"
	AnswerOfOtherSide        = "association_request_answer_of_other_side"
	AssociationTypeUnchanged = "association_type_unchanged"
	NoticeNotAccepted        = "notice_not_accepted"
	PartnerRequestLimit      = "partner_request_limit_reached"
	CustomerRequestLimit     = "customer_request_limit_reached"
	CustomerAskedRecently    = "customer_asked_recently"
	VerificationCodeRequired = "verification_code_required"
	VerificationCodeWrong    = "verification_code_wrong"
	VerificationCodeExpired  = "verification_code_expired"

	OrdersAwaitingPartner   = models.CauseOrdersAwaitingPartner
	MemberAccount           = models.CauseMemberAccount
	PartnerSupportPlan      = models.CausePartnerSupportPlan
	PickUpVouchers          = models.CausePickUpVouchers
	ConsultantBalance       = models.CauseConsultantBalance
	AccountFrozen           = models.CauseAccountFrozen
	SettlementStepNotFailed = "settlement_step_not_failed"

	// Money in.
	TopUpNotUnmatched       = "top_up_not_unmatched"
	NotAPartner             = "not_a_partner"
	CustomerNotAssociated   = "customer_not_associated"
	ConsultantCustomer      = "consultant_customer"
	AssociationEnded        = "association_ended"
	AllotmentMissing        = "allotment_missing"
	AllocatableInsufficient = "allocatable_insufficient"
	FundInsufficient        = "fund_insufficient"
	ReclaimableInsufficient = "reclaimable_insufficient"
	AdjustmentRunning       = "adjustment_running"
	AccountChangeNotPending = "account_change_not_pending"
	CheckerIsMaker          = "checker_is_maker"
	SuspenseInsufficient    = "suspense_insufficient"

	// Policies.
	ApproverIsAuthor         = "approver_is_author"
	PolicyAlreadyApproved    = "policy_already_approved"
	PolicyEffectiveInThePast = "policy_effective_in_the_past"
)

// Title is what people read for a code, in the two languages of the programme.
type Title struct {
	ZhCN string
	En   string
}

// meaning is what every blocker of a code has in common.
type meaning struct {
	code      string
	clearedBy models.Clearer
	retryable bool
	title     Title
}

// meanings is also the order in which blockers are reported: first what the
// asker can change, then what lies with the customer, then the account.
var meanings = []meaning{
	{InvitationNotFound, models.ClearedByPartner, false, Title{"邀请链接不存在", "The invitation link does not exist."}},
	{InvitationExpired, models.ClearedByPartner, false, Title{"邀请链接已失效", "The invitation link has expired."}},
	{InvitationUsed, models.ClearedByNobody, false, Title{"邀请链接已被使用", "The invitation link has been used."}},
	{InvitationCodeUsed, models.ClearedByPartner, false, Title{"邀请码已被使用", "The invitation code has been used."}},
	{InvitationCancelled, models.ClearedByPartner, false, Title{"伙伴已取消邀请", "The partner has cancelled the invitation."}},
	{LinkRevoked, models.ClearedByPartner, false, Title{"邀请链接已被撤销", "The invitation link has been revoked."}},

	{PartnerFrozen, models.ClearedByVendor, false, Title{"伙伴已被冻结", "The partner is frozen."}},
	{PartnerContactMissing, models.ClearedByPartner, false, Title{"请先在伙伴中心预留手机号码或邮箱", "Reserve a phone number or an e-mail address in the Partner Center first."}},
	{PartnerEmailMissing, models.ClearedByPartner, false, Title{"请先在伙伴中心预留邮箱，以接收验证码", "Reserve an e-mail address in the Partner Center first; the code is sent to it."}},
	{RoleCannotAct, models.ClearedByPartner, false, Title{"您的角色只能查看客户", "Your role can view customers only."}},
	{NotOwnCustomer, models.ClearedByPartner, false, Title{"该客户由其他客户经理负责", "Another account manager is responsible for this customer."}},
	{PrepaidPartnerResale, models.ClearedByVendor, false, Title{"预付费伙伴不能以代售模式发展客户", "Prepaid partners cannot develop customers in the resale model."}},
	{AssociationTypeInvalid, models.ClearedByPartner, false, Title{"关联类型不存在", "There is no such association type."}},
	{RegistrationCapReached, models.ClearedByPartner, false, Title{"待审核和已报备的客户数已达上限", "The number of pending and pre-registered customers has reached its limit."}},
	{CustomerBudgetExhausted, models.ClearedByTime, false, Title{"今日查询和报备的客户数已达上限", "The number of customers checked and registered today has reached its limit."}},
	{BatchTooLarge, models.ClearedByPartner, false, Title{"单次操作的数量超过上限", "Too many items in one call."}},

	{RegistrationNotPending, models.ClearedByNobody, false, Title{"报备不在待审核状态", "The registration is not pending review."}},
	{ReviewerIsReporter, models.ClearedByVendor, false, Title{"报备人不能审核自己的报备", "The reporter cannot review the registration."}},
	{VerdictInvalid, models.ClearedByVendor, false, Title{"审核结论不存在", "There is no such verdict."}},
	{RegistrationNotOpen, models.ClearedByNobody, false, Title{"报备已结束", "The registration has ended."}},
	{RegistrationNotReported, models.ClearedByPartner, false, Title{"客户不在已报备状态", "The customer is not pre-registered."}},

	{RecipientEmailMissing, models.ClearedByPartner, false, Title{"客户没有电子邮箱", "The customer has no e-mail address."}},
	{RecipientsTooMany, models.ClearedByPartner, false, Title{"单次邀请的客户数超过上限", "Too many customers in one invitation."}},
	{InvitationOpen, models.ClearedByPartner, false, Title{"该客户已有邀请,请重新发送", "The customer has an invitation already; send it again."}},
	{InvitationLimitReached, models.ClearedByTime, false, Title{"今日发送的邀请数已达上限", "The number of invitations sent today has reached its limit."}},
	{InvitationNotResendable, models.ClearedByNobody, false, Title{"该邀请不能重新发送", "The invitation cannot be sent again."}},
	{InvitationNotCancellable, models.ClearedByNobody, false, Title{"该邀请不能取消", "The invitation cannot be cancelled."}},
	{LinkKindInvalid, models.ClearedByPartner, false, Title{"链接类型不存在", "There is no such kind of link."}},
	{TagRequired, models.ClearedByPartner, false, Title{"自定义邀请链接需要自定义标签", "A custom link needs a custom tag."}},
	{CampaignRequired, models.ClearedByPartner, false, Title{"活动链接需要活动编码", "A campaign link needs a campaign code."}},

	{SubscriptionLimitReached, models.ClearedByPartner, false, Title{"事件订阅数已达上限", "The number of subscriptions to events has reached its limit."}},

	{PayoutSent, models.ClearedByNobody, false, Title{"付款指令已发送银行，资金可能已付出", "The order was sent to the bank, which may still pay it."}},
	{WithdrawalNotSubmitted, models.ClearedByNobody, false, Title{"提现申请不在待审核状态", "The withdrawal is not waiting for its review."}},
	{WithdrawalNotRejected, models.ClearedByNobody, false, Title{"只能删除被驳回的提现申请", "Only a rejected withdrawal can be deleted."}},
	{ReviewerIsMaker, models.ClearedByVendor, false, Title{"申请人不能审核自己的提现申请", "The applicant cannot review the withdrawal."}},
	{ReviewerIsFirstReviewer, models.ClearedByVendor, false, Title{"复审须由另一位审核人完成", "The second review takes another reviewer."}},
	{PartnerRestricted, models.ClearedByVendor, false, Title{"伙伴账户受限,暂不能提现", "The partner's account is restricted; no money can be withdrawn."}},
	{RealNameMissing, models.ClearedByPartner, false, Title{"请先完成实名认证", "Complete the real-name authentication first."}},
	{HolderMismatch, models.ClearedByPartner, false, Title{"收款账户名称与实名认证名称不一致", "The account holder differs from the authenticated real name."}},
	{BankBranchMissing, models.ClearedByPartner, false, Title{"请补录开户支行信息", "Add the branch of the bank."}},
	{AmountAboveWithdrawable, models.ClearedByPartner, false, Title{"提现金额超过可提现金额", "The amount exceeds what can be withdrawn."}},
	{AllottedToCustomers, models.ClearedByPartner, false, Title{"已拨款给客户的金额须先回收", "Reclaim the money that is allocated to customers first."}},
	{FundsDesignated, models.ClearedByVendor, false, Title{"存在专款专用金额", "A part of the cash is designated."}},
	{PartnerOwesInvoices, models.ClearedByPartner, false, Title{"存在欠票金额", "There are owed invoices."}},
	{UnbilledConsumption, models.ClearedByTime, false, Title{"存在未入账金额", "There is consumption that is not billed yet."}},
	{SubCustomersInArrears, models.ClearedByCustomer, false, Title{"子用户存在欠费", "Customers of the partner are in arrears."}},
	{LotInWithdrawal, models.ClearedByPartner, false, Title{"该充值流水已在其他提现申请中", "The top-up is part of another withdrawal already."}},
	{InvoiceReturnRequired, models.ClearedByPartner, false, Title{"已开票的金额须先退票", "Return the invoice of the invoiced amount first."}},
	{RouteNotAllowed, models.ClearedByPartner, false, Title{"该充值流水不能按此方式提现", "The top-up cannot be withdrawn by this route."}},
	{RouteAmountExceeded, models.ClearedByPartner, false, Title{"该提现方式下的可提现金额不足", "The top-ups of this route hold less than the amount."}},
	{RebateNotPaidOut, models.ClearedByVendor, false, Title{"激励返点尚未发放至充值账户", "The incentive rebate has not been paid into the top-up account yet."}},
	{NotAssociated, models.ClearedByNobody, false, Title{"客户与伙伴没有关联", "The customer and the partner are not associated."}},
	{RequestNotOpen, models.ClearedByNobody, false, Title{"该申请已处理或已结束", "The request has been answered or has ended."}},
	{RequestOfOtherSide, models.ClearedByNobody, false, Title{"只有申请方可以撤回申请", "Only the side that made the request takes it back."}},
	{AnswerOfOtherSide, models.ClearedByNobody, false, Title{"该申请由对方处理", "The other side answers this request."}},
	{RequestOpen, models.ClearedByTime, false, Title{"该关联关系有待处理的申请", "A request about this association is waiting for its answer."}},
	{PartnerRequestLimit, models.ClearedByTime, false, Title{"伙伴对同一客户的申请次数已达上限", "The partner has made as many requests about this customer as it may for now."}},
	{CustomerAskedRecently, models.ClearedByTime, false, Title{"客户近期提交过解除关联的申请，伙伴暂不能发起申请", "The customer asked to be unlinked recently; the partner may ask later."}},
	{CustomerRequestLimit, models.ClearedByTime, false, Title{"客户提交解除关联申请的次数已达上限", "The customer has asked to be unlinked as often as it may for now."}},
	{AssociationTypeUnchanged, models.ClearedByPartner, false, Title{"客户已是该关联类型", "The association has this type already."}},
	{NoticeNotAccepted, models.ClearedByPartner, false, Title{"请阅读并同意注意事项", "Read and accept what follows from the request."}},
	{VerificationCodeRequired, models.ClearedByPartner, false, Title{"请输入邮件中的验证码", "The verification code from the mail is needed."}},
	{VerificationCodeWrong, models.ClearedByPartner, false, Title{"验证码不正确", "The verification code is wrong."}},
	{VerificationCodeExpired, models.ClearedByPartner, false, Title{"验证码已失效，请重新获取", "The verification code is no longer good; ask for another one."}},
	{SettlementStepNotFailed, models.ClearedByNobody, false, Title{"该结算步骤没有失败", "The step of the settlement has not failed."}},

	{TopUpNotUnmatched, models.ClearedByNobody, false, Title{"该款项不在待认领状态", "The payment is not waiting to be claimed."}},
	{NotAPartner, models.ClearedByVendor, false, Title{"该组织不是合作伙伴", "The organisation is not a partner."}},
	{CustomerNotAssociated, models.ClearedByNobody, false, Title{"该客户不是您的子客户", "The customer is not associated with this partner."}},
	{ConsultantCustomer, models.ClearedByNobody, false, Title{"不能为顾问销售类客户调账", "A customer in the referral model pays for itself."}},
	{AssociationEnded, models.ClearedByNobody, false, Title{"客户关联关系已解除", "The association with the customer has ended."}},
	{AllotmentMissing, models.ClearedByPartner, false, Title{"该客户没有可回收的拨款", "Nothing has been allocated to the customer."}},
	{AllocatableInsufficient, models.ClearedByPartner, false, Title{"可拨款账户余额不足", "The amount exceeds what can be allocated."}},
	{FundInsufficient, models.ClearedByPartner, false, Title{"所选账户余额不足", "The chosen account holds less than the amount."}},
	{ReclaimableInsufficient, models.ClearedByPartner, false, Title{"可回收金额不足", "The amount exceeds what can be reclaimed."}},
	{AccountChangeNotPending, models.ClearedByNobody, false, Title{"该账户变更不在待复核状态", "The change of the account is not waiting for a second person."}},
	{CheckerIsMaker, models.ClearedByVendor, false, Title{"账户变更须由另一位财务人员复核", "The change of the account takes another person to confirm it."}},
	{SuspenseInsufficient, models.ClearedByNobody, false, Title{"该付款的待处理金额不足", "The payout has left less in suspense than the amount."}},
	{AdjustmentRunning, models.ClearedByTime, true, Title{"该客户有尚未完成的拨款或回收任务,请稍后再试", "Another adjustment of this customer is still running. Try later."}},

	{ApproverIsAuthor, models.ClearedByVendor, false, Title{"提交人不能批准自己提交的策略", "The author cannot approve the policy."}},
	{PolicyAlreadyApproved, models.ClearedByNobody, false, Title{"该策略版本已批准", "The policy version is approved already."}},
	{PolicyEffectiveInThePast, models.ClearedByVendor, false, Title{"策略的生效时间已过", "The policy would take effect in the past."}},

	{CustomerTaken, models.ClearedByTime, false, Title{"该客户已被其他伙伴报备或关联", "The customer is registered by or associated with another partner."}},
	{CustomerAlreadyYours, models.ClearedByNobody, false, Title{"该客户已与您关联", "The customer is already associated with this partner."}},
	{RegistrationDuplicate, models.ClearedByPartner, false, Title{"您已报备该客户", "You have registered this customer already."}},
	{AccountSelectionRequired, models.ClearedByPartner, false, Title{"该手机号码有多个账号,请选择用户名", "The phone number has several accounts; choose the user name."}},
	{AccountUnknown, models.ClearedByPartner, false, Title{"所选账号不属于该手机号码", "The chosen account does not belong to the phone number."}},
	{ConsentMissing, models.ClearedByCustomer, false, Title{"请阅读并同意《客户关联华为云合作伙伴须知》", "Read and accept the instructions for associating with a partner."}},
	{PhoneMismatch, models.ClearedByPartner, false, Title{"账号的手机号码与报备的手机号码不一致", "The account's phone number differs from the registered one."}},
	{AccountMismatch, models.ClearedByPartner, false, Title{"登录的账号不是报备的账号", "The account is not the one that was registered."}},
	{CreditCodeMismatch, models.ClearedByPartner, false, Title{"账号的统一社会信用代码与报备的不一致", "The account's unified social credit code differs from the registered one."}},
	{RegistrationRequired, models.ClearedByPartner, false, Title{"请先联系伙伴完成报备后再关联", "The partner must register the customer before the association."}},

	{FactsUnavailable, models.ClearedByTime, true, Title{"暂时无法查询客户账号信息,请稍后重试", "The customer's account cannot be checked now. Try later."}},
	{SystemBusy, models.ClearedByTime, true, Title{"系统繁忙,请稍后重试", "The system is busy. Try later."}},
	{AccountOtherSite, models.ClearedByNobody, false, Title{"客户账号注册在其他站点", "The customer's account is registered on another site."}},
	{ConsumerCloudUser, models.ClearedByNobody, false, Title{"客户是消费者云用户", "The customer is a consumer cloud user."}},
	{ContractSigned, models.ClearedByVendor, false, Title{"客户已与云厂商签订合同", "The customer has signed a contract with the vendor."}},
	{SpecialContract, models.ClearedByVendor, false, Title{"客户有特殊合同", "The customer has a special contract."}},
	{CashConsumptionUnfollowed, models.ClearedByNobody, false, Title{"客户有现金消费记录且未被直销团队跟进", "The customer has cash consumption and is not followed by direct sales."}},
	{UnifiedAccountingMember, models.ClearedByCustomer, false, Title{"客户是财务托管企业子客户", "The customer is a member account under unified accounting."}},
	{IndependentAccountingMember, models.ClearedByCustomer, false, Title{"客户是财务独立企业子客户", "The customer is a member account with independent accounting."}},
	{MasterWithIndependentMembers, models.ClearedByCustomer, false, Title{"客户是有财务独立子客户的企业主账号", "The customer is an enterprise master account with independent-accounting members."}},
	{RewardProgramme, models.ClearedByCustomer, false, Title{"客户已加入奖励推广计划", "The customer has joined the reward promotion programme."}},
	{SubsidyProgramme, models.ClearedByCustomer, false, Title{"客户已加入或正在加入政府补贴计划", "The customer has joined or is joining a government subsidy plan."}},
	{CustomerIsPartner, models.ClearedByNobody, false, Title{"客户已是伙伴或正在申请成为伙伴", "The customer is a partner or is applying to become one."}},
	{InternalAccount, models.ClearedByNobody, false, Title{"客户使用云厂商内部账号", "The customer uses an internal account of the vendor."}},
	{FollowedByDirectSales, models.ClearedByVendor, false, Title{"客户已被直销团队跟进", "The customer is followed by direct sales."}},
	{RegisteredByVendor, models.ClearedByVendor, false, Title{"客户已被云厂商报备", "The customer is registered by the vendor."}},
	{OnlineSalesCustomer, models.ClearedByVendor, false, Title{"客户已归属线上销售团队", "The customer belongs to the online sales team."}},
	{AuthorisedCentreCustomer, models.ClearedByVendor, false, Title{"客户已归属授权销售支持中心", "The customer belongs to an authorised sales support centre."}},
	{CountryMismatch, models.ClearedByVendor, false, Title{"客户注册国家与伙伴业务所在地不一致", "The customer's country differs from where the partner develops business."}},
	{CloudNotEnabled, models.ClearedByCustomer, false, Title{"账号未开通云服务,请先开通", "The account has no cloud service enabled; enable it first."}},
	{InArrears, models.ClearedByCustomer, false, Title{"账号欠费,请先还清欠款", "The account is in arrears; settle them first."}},
	{ReservedInstances, models.ClearedByTime, false, Title{"客户有未到期的预留实例", "The customer has unexpired reserved instances."}},
	{OrdersAwaitingPartner, models.ClearedByPartner, false, Title{"客户账号下有待伙伴支付的订单", "Orders of the customer wait for the partner's payment."}},
	{MemberAccount, models.ClearedByCustomer, false, Title{"客户是企业子账号，请先由企业主账号解除关联", "The customer is a member account; its master unlinks it first."}},
	{PartnerSupportPlan, models.ClearedByCustomer, false, Title{"客户有未到期的伙伴支持计划，请先退订", "The customer has an unexpired partner support plan; unsubscribe first."}},
	{PickUpVouchers, models.ClearedByCustomer, false, Title{"客户有未使用的提货券", "The customer has unused pick-up vouchers."}},
	{ConsultantBalance, models.ClearedByVendor, false, Title{"客户账户有余额，请联系客服线下处理", "The customer's account holds a balance; customer service handles it offline."}},
	{AccountFrozen, models.ClearedByPartner, false, Title{"客户账号已被冻结，请先解冻", "The customer's account is frozen; unfreeze it first."}},
	{OwedInvoices, models.ClearedByCustomer, false, Title{"客户存在欠票金额", "The customer owes invoices."}},
	{StoredValueCard, models.ClearedByCustomer, false, Title{"客户有未使用完的储值卡", "The customer has an unspent stored-value card."}},
	{TopUpBonus, models.ClearedByCustomer, false, Title{"客户有未使用完的充值赠送余额", "The customer has an unspent top-up bonus."}},
}

// Titles gives the title of every code.
var Titles = titles()

func titles() map[string]Title {
	out := make(map[string]Title, len(meanings))
	for _, m := range meanings {
		out[m.code] = m.title
	}
	return out
}
