// Package notify composes the programme's mails and sends those that are owed.
// A mail is owed by a row of the queue, written in the transaction of its cause;
// here is only how it reads and how it gets to the mail server.
package notify
