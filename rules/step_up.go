package rules

// Verification is what became of the code by which a partner proves himself again.
type Verification string

// What can become of a verification code.
const (
	VerificationGiven   Verification = "" // right, or not asked for
	VerificationMissing Verification = "missing"
	VerificationWrong   Verification = "wrong"
	VerificationExpired Verification = "expired" // too old, used, or tried too often
)

// verified: where the policy asks for it the partner proves himself by a code
// that was mailed to him. Source: 3a-5, 7b-5, 7f.
func (f *findings) verified(v Verification) {
	const pointer = "/verification_code"
	f.at(v == VerificationMissing, VerificationCodeRequired, pointer)
	f.at(v == VerificationWrong, VerificationCodeWrong, pointer)
	f.at(v == VerificationExpired, VerificationCodeExpired, pointer)
}
