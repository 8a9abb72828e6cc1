// Package webhook sends events to those who subscribed to them: signed by the
// Standard Webhooks specification, to public addresses only. What is owed to whom is
// in the database; here is only how it gets there.
package webhook
