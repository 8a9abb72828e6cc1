package rules

// Source is one key of the domain's sections in scope, and either the code that
// decides it or the reason why nothing here does.
type Source struct {
	Key    string
	Rule   string
	Symbol string // code whose docstring names the key
	// NotARule says why there is nothing to decide; Symbol is then empty.
	NotARule string
}

// Sources lists every key of sections 1, 2, 3 and 7b, in the domain's order, and the
// keys of other sections that the rules here use. The generator of docs/rules.md
// refuses a rule without code or test.
func Sources() []Source {
	return []Source{
		{Key: "1a-1", Rule: "a partner registers a customer in advance, so that nobody else develops it meanwhile", Symbol: "rules.Register"},
		{Key: "1a-2", Rule: "within the validity the partner invites the customer", Symbol: "rules.Invite"},
		{Key: "1a-3", Rule: "15 days of exclusive protection that lapse by themselves", Symbol: "rules.ValidUntil"},
		{Key: "1a-4", Rule: "at most 100 pending and reported customers per partner", Symbol: "rules.Register"},
		{Key: "1a-5", Rule: "the partner has a phone number or an e-mail address on file", Symbol: "rules.Register"},
		{Key: "1a-6", Rule: "the account's phone is the registered phone", Symbol: "rules.Accept"},
		{Key: "1a-7", Rule: "customers that cannot be registered", Symbol: "rules.Register"},
		{Key: "1a-8", Rule: "customers that can be registered after a manual review", Symbol: "rules.Register"},
		{Key: "1a-9", Rule: "the partner asks for the manual review", Symbol: "rules.Submits"},
		{Key: "1a-10", Rule: "a reviewed registration can be used when it is reported", Symbol: "rules.Review"},
		{Key: "1a-11", Rule: "phone and e-mail are masked by default", Symbol: "models.MaskPhone"},
		{Key: "1a-12", Rule: "a partner gives up registrations, one or many", Symbol: "rules.Release"},
		{Key: "1a-13", Rule: "the check tells the cause of a refusal", Symbol: "rules.Register"},
		{Key: "1a-14", Rule: "where the phone has several accounts one is chosen", Symbol: "models.MatchKeys"},
		{Key: "1a-15", Rule: "historical customers are listed as unreported and cannot be invited", Symbol: "rules.Invite"},
		{Key: "1a-16", Rule: "an account manager acts on his own customers, a supervisor only reads", Symbol: "rules.findings.mayAct"},
		{Key: "1a-17", Rule: "the company encyclopedia", NotARule: "a view of another system's data; nothing is decided by it"},
		{Key: "1b", Rule: "the states of a registration", Symbol: "rules.EffectiveRegistrationState"},
		{Key: "1c", Rule: "what a registration says of a customer", Symbol: "models.NormaliseIdentity"},
		{Key: "1d", Rule: "neighbouring public calls; three accounts per phone", NotARule: "accounts are opened at the customers' identity provider, which counts them"},
		{Key: "1e", Rule: "every refusal of a registration has its code", Symbol: "rules.Register"},
		{Key: "1f", Rule: "review targets, reminders and matching keys (assumptions)", Symbol: "rules.ReviewTargets"},

		{Key: "2a-1", Rule: "reported customers are invited by e-mail, several at once", Symbol: "rules.InviteBatch"},
		{Key: "2a-2", Rule: "an online link is good for 7 days and can be sent again", Symbol: "rules.LinkEnd"},
		{Key: "2a-3", Rule: "an offline link does not expire", Symbol: "rules.Link"},
		{Key: "2a-4", Rule: "general, custom and campaign links, and the tag that their customers carry", Symbol: "rules.LinkTag"},
		{Key: "2a-5", Rule: "where the links are found", NotARule: "a place in the partner's user interface"},
		{Key: "2a-6", Rule: "a customer belongs to the account manager who invited it", Symbol: "rules.findings.mayAct"},
		{Key: "2a-7", Rule: "there is no binding code", NotARule: "the absence of a feature"},
		{Key: "2a-8", Rule: "consent to the notice for resale; the account has cloud services enabled", Symbol: "rules.Accept"},
		{Key: "2a-9", Rule: "a settled account associates only under a live registration", Symbol: "rules.Accept"},
		{Key: "2a-10", Rule: "customers that cannot associate with any partner", Symbol: "rules.Accept"},
		{Key: "2a-11", Rule: "customers that cannot associate in resale mode", Symbol: "rules.Accept"},
		{Key: "2a-12", Rule: "the customer is notified of the association", NotARule: "an effect of the association, not a decision"},
		{Key: "2a-13", Rule: "the grace period of pay-per-use resources is raised", NotARule: "done by the vendor's billing when it learns of the association"},
		{Key: "2a-14", Rule: "a new resale account is frozen until it has a budget", NotARule: "budgets and account freezing belong to customer management"},
		{Key: "2b", Rule: "the states of an invitation", Symbol: "rules.EffectiveInvitationState"},
		{Key: "2c", Rule: "every failure of an association has its code", Symbol: "rules.Accept"},
		{Key: "2d", Rule: "fields of a new customer account", NotARule: "checked by the customers' identity provider"},
		{Key: "2e", Rule: "failures of opening an account", NotARule: "told by the customers' identity provider; the rest is 2c"},
		{Key: "2f", Rule: "daily limit of invitations; a link never outlives its registration (assumptions)", Symbol: "rules.LinkEnd"},

		{Key: "5a-2", Rule: "a partner allocates to his resale customers and reclaims from them", Symbol: "rules.MayAllocate"},
		{Key: "5a-3", Rule: "an allocation is above zero and at most what no customer may spend yet", Symbol: "rules.MayAllocate"},
		{Key: "5a-4", Rule: "allocating leaves the balance as it is, spending lowers it", Symbol: "rules.ChargeOf"},
		{Key: "5a-5", Rule: "only what is unspent can be reclaimed", Symbol: "rules.MayReclaim"},
		{Key: "5a-6", Rule: "allocations, reclaims and what an ended association gave back are on record", Symbol: "rules.Unlink"},
		{Key: "5b", Rule: "one adjustment of a customer at a time", Symbol: "rules.MayAllocate"},
		{Key: "5e", Rule: "every refusal of an adjustment has its code", Symbol: "rules.MayAllocate"},
		{Key: "5f", Rule: "fund types; unsettled fees cannot be reclaimed (assumptions)", Symbol: "rules.Reclaimable"},

		{Key: "7a-1", Rule: "balance = top-up account + credit account; beside them the allocatable account", Symbol: "rules.TopUp"},
		{Key: "7a-2", Rule: "which of the vendor's companies takes a payment, online or by transfer", NotARule: "the channel says who took the money; the lot keeps it"},
		{Key: "7a-3", Rule: "money to a partner's own account is matched by itself, other money is claimed", Symbol: "rules.ClaimTopUp"},
		{Key: "7a-4", Rule: "money from a payer that is not accepted goes back", Symbol: "rules.RefuseTopUp"},
		{Key: "7b-1", Rule: "what can be withdrawn: cash without owed invoices, unbilled amounts and customers' arrears; the real name is required", Symbol: "rules.Withdrawable"},
		{Key: "7b-2", Rule: "the original route has a window per signing entity and channel", Symbol: "rules.RouteOf"},
		{Key: "7b-3", Rule: "what goes by bank card, and within 7 working days", Symbol: "rules.PayoutExpectedBy"},
		{Key: "7b-4", Rule: "last in first out, or the chosen top-ups", Symbol: "rules.DrawNewest"},
		{Key: "7b-5", Rule: "the branch of the bank is stated the first time", Symbol: "rules.findings.mayReceive"},
		{Key: "7b-6", Rule: "the holder of the account has the real name", Symbol: "rules.findings.mayReceive"},
		{Key: "7b-7", Rule: "an incentive rebate can be withdrawn once it is paid into the account", Symbol: "rules.findings.short"},
		{Key: "7b-8", Rule: "only rejected requests can be deleted", Symbol: "rules.DeleteWithdrawal"},
		{Key: "7b-9", Rule: "invoiced money takes the invoice back first", Symbol: "rules.QuoteLots"},
		{Key: "7b-10", Rule: "after a change of signing entity online payments go back from the entity that took them and transfers from the one that the policy names", Symbol: "rules.PayingEntity"},
		{Key: "7b-11", Rule: "money allotted to a customer is not withdrawn before it is reclaimed", Symbol: "rules.Withdrawable"},
		{Key: "7c", Rule: "the states of a withdrawal", Symbol: "rules.ReviewWithdrawal"},
		{Key: "7d", Rule: "an entry has the real system's name of what changed the account", Symbol: "rules.WriteOff"},
		{Key: "7f", Rule: "every refusal of a withdrawal has its code", Symbol: "rules.Withdraw"},
		{Key: "7g", Rule: "review, freeze, payout times and windows to the minute (assumptions)", Symbol: "rules.ReviewTarget"},
		{Key: "3a-1", Rule: "only partner administrators unlink, switch and answer", NotARule: "the authorisation table of the API decides it"},
		{Key: "3a-2", Rule: "a partner asks only three months after the customer's own request", Symbol: "rules.findings.asksSeldom"},
		{Key: "3a-3", Rule: "a partner asks about a customer once in three months, unlink and switch together", Symbol: "rules.findings.asksSeldom"},
		{Key: "3a-4", Rule: "a customer asks once in three months, abroad three times", Symbol: "rules.findings.asksSeldom"},
		{Key: "3a-5", Rule: "a request takes the check, the tick, a reason and, where it is on, a code", Symbol: "rules.AskToLeave"},
		{Key: "3a-6", Rule: "the customer answers a partner's request, with the check and the tick", Symbol: "rules.Answer"},
		{Key: "3a-7", Rule: "a switch ends with the customer's consent", Symbol: "rules.Answer"},
		{Key: "3a-8", Rule: "a customer does not start a switch", Symbol: "rules.AskToLeave"},
		{Key: "3a-9", Rule: "the partner agrees to a customer's request or refuses it", Symbol: "rules.Answer"},
		{Key: "3a-10", Rule: "what stands against a partner's unlink or switch", Symbol: "rules.findings.mayLeave"},
		{Key: "3a-11", Rule: "what stands against a customer's unlink", Symbol: "rules.findings.mayLeave"},
		{Key: "3a-12", Rule: "the unspent money goes back to the partner when the association ends", Symbol: "rules.Unlink"},
		{Key: "3a-13", Rule: "refunds of consultant customers go to their own account", NotARule: "the customer's account is the vendor's; no refund passes here"},
		{Key: "3a-14", Rule: "a frozen partner cannot expand customers and cannot unlink", Symbol: "rules.findings.mayLeave"},
		{Key: "3b", Rule: "the states of a request and who answers it", Symbol: "rules.TakeBack"},
		{Key: "3c", Rule: "what is known of a customer and of a request", NotARule: "fields, which the API's document lists"},
		{Key: "3d", Rule: "neighbouring public calls", NotARule: "there is no public call to unlink or switch"},
		{Key: "3e", Rule: "every refusal of a request has its code", Symbol: "rules.AskToLeave"},
		{Key: "3f", Rule: "15 days to answer, reminders after 3, 7 and 13; every submission counts (assumptions)", Symbol: "rules.EffectiveRequestState"},
	}
}
