package mail

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/emersion/go-message"
	// Registers the character sets that mails are written in beside UTF-8.
	_ "github.com/emersion/go-message/charset"
	"github.com/emersion/go-message/mail"
)

// parse reads a whole message. A malformed one is an error: the product must not send what a mail reader cannot show.
func parse(r io.Reader) (Message, error) {
	reader, err := mail.CreateReader(r)
	if err != nil {
		return Message{}, fmt.Errorf("read headers: %w", err)
	}
	defer func() { _ = reader.Close() }() // nothing is written
	var parsed Message
	if err := parsed.readHeader(reader.Header); err != nil {
		return Message{}, err
	}
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return parsed, nil
		}
		if err != nil {
			return Message{}, fmt.Errorf("read part: %w", err)
		}
		if err := parsed.readPart(part); err != nil {
			return Message{}, err
		}
	}
}

func (m *Message) readHeader(header mail.Header) (err error) {
	if m.MessageID, err = header.MessageID(); err != nil {
		return fmt.Errorf("read Message-ID: %w", err)
	}
	if m.Subject, err = header.Subject(); err != nil {
		return fmt.Errorf("read subject: %w", err)
	}
	m.Headers, err = decoded(header.Header)
	return err
}

func decoded(header message.Header) (map[string][]string, error) {
	headers := map[string][]string{}
	for fields := header.Fields(); fields.Next(); {
		text, err := fields.Text()
		if err != nil {
			return nil, fmt.Errorf("decode header %s: %w", fields.Key(), err)
		}
		headers[fields.Key()] = append(headers[fields.Key()], text)
	}
	return headers, nil
}

// readPart takes the first part of each kind of text; attachments are not shown.
func (m *Message) readPart(part *mail.Part) error {
	header, inline := part.Header.(*mail.InlineHeader)
	if !inline {
		return nil
	}
	kind, _, err := header.ContentType()
	if err != nil {
		return fmt.Errorf("read content type: %w", err)
	}
	body, err := io.ReadAll(part.Body)
	if err != nil {
		return fmt.Errorf("read %s part: %w", kind, err)
	}
	text := strings.ReplaceAll(string(body), "\r\n", "\n")
	switch {
	case kind == "text/plain" && m.Text == "":
		m.Text = text
	case kind == "text/html" && m.HTML == "":
		m.HTML = text
	}
	return nil
}

// verbatim is a page that is its own text.
type verbatim string

func (v verbatim) Execute(w io.Writer, _ any) error {
	_, err := io.WriteString(w, string(v))
	return err
}
