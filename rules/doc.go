// Package rules decides. Each rule is a pure function of facts, policy and the
// present instant; it answers with all blockers, so that nobody has to clear
// one to learn of the next. Pre-check and command call the same function.
//
// A rule's docstring names its key in the domain ("Source: 1a-3"), a test names
// the key that it proves ("Proves: 1a-3"); docs/rules.md is made from both.
package rules
