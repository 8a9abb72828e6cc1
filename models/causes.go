package models

// The causes in a customer's own account whose outcome for a registration the
// policy decides (RegistrationPolicy.Outcomes). They are public blocker codes.
const (
	CauseAccountOtherSite         = "account_other_site"               // 1a-7: registered on the other site
	CauseConsumerCloudUser        = "consumer_cloud_user"              // 1a-7
	CauseContractSigned           = "contract_signed"                  // 1a-7
	CauseCashUnfollowed           = "cash_consumption_unfollowed"      // 1a-7
	CauseUnifiedAccountingMember  = "unified_accounting_member"        // 1a-7
	CauseRewardProgramme          = "reward_programme"                 // 1a-7
	CauseCustomerIsPartner        = "customer_is_partner"              // 2a-10, told already when registering (ASSUMPTION)
	CauseFollowedByDirectSales    = "followed_by_direct_sales"         // 1a-8
	CauseRegisteredByVendor       = "registered_by_vendor"             // 1a-8
	CauseOnlineSalesCustomer      = "online_sales_customer"            // 1a-8
	CauseAuthorisedCentreCustomer = "authorised_sales_centre_customer" // 1a-8
	CauseCountryMismatch          = "country_mismatch"                 // 1a-8, international sites
)

// The causes in a customer's own account that stand against ending or changing
// its association, as far as the policy says so (LeavingPolicy.Causes). They are
// public blocker codes. Source: 3a-10, 3a-11.
const (
	CauseOrdersAwaitingPartner = "orders_awaiting_partner"
	CauseMasterWithIndependent = "master_with_independent_members"
	CauseIndependentMember     = "independent_accounting_member"
	CauseMemberAccount         = "member_account"
	CauseReservedInstances     = "reserved_instances"
	CausePartnerSupportPlan    = "partner_support_plan"
	CauseInArrears             = "in_arrears"
	CauseOwedInvoices          = "owed_invoices"
	CauseSpecialContract       = "special_contract"
	CausePickUpVouchers        = "pick_up_vouchers"
	CauseConsultantBalance     = "consultant_balance"
	CauseAccountFrozen         = "account_frozen"
)

// LeavingCauses lists every cause against leaving; a policy document names the
// cases of each of them.
func LeavingCauses() []string {
	return []string{
		CauseOrdersAwaitingPartner, CauseMasterWithIndependent, CauseIndependentMember, CauseMemberAccount, CauseReservedInstances,
		CausePartnerSupportPlan, CauseInArrears, CauseOwedInvoices, CauseSpecialContract, CausePickUpVouchers, CauseConsultantBalance,
		CauseAccountFrozen,
	}
}

// LeavingCase names who asks for what of which kind of association, such as
// "partner_unlink_resale": the customer's own account stands against some only.
func LeavingCase(initiator Party, kind string, from AssociationType) string {
	return string(initiator) + "_" + kind + "_" + string(from)
}

// LeavingCases lists every case. A customer does not start a switch (3a-8).
func LeavingCases() []string {
	var cases []string
	for _, from := range []AssociationType{Consultant, Resale} {
		cases = append(cases, LeavingCase(PartyPartner, RequestUnlink, from), LeavingCase(PartyPartner, RequestSwitch, from), LeavingCase(PartyCustomer, RequestUnlink, from))
	}
	return cases
}

// RegistrationCauses lists every cause; a policy document names an outcome for
// each of them.
func RegistrationCauses() []string {
	return []string{
		CauseAccountOtherSite,
		CauseConsumerCloudUser,
		CauseContractSigned,
		CauseCashUnfollowed,
		CauseUnifiedAccountingMember,
		CauseRewardProgramme,
		CauseCustomerIsPartner,
		CauseFollowedByDirectSales,
		CauseRegisteredByVendor,
		CauseOnlineSalesCustomer,
		CauseAuthorisedCentreCustomer,
		CauseCountryMismatch,
	}
}
