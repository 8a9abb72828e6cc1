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
