// Package fuzz sends the API thousands of requests that are made from its own
// document, good ones and broken ones, feeds the ids of earlier answers into
// later requests, and holds every answer against the document.
package fuzz
