package visitor

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Page is what a visitor sees.
type Page struct {
	URL     *url.URL
	Status  int
	Heading string
	// Outcome is the class of the heading: done, stopped or waiting; empty on a page that asks for something.
	Outcome string
	// Causes are the titles of what stands against the visitor.
	Causes []string
	// Problems are what a form says about how it was filled in.
	Problems []string
	// Text is all that can be read, in one line.
	Text string

	forms []form
}

// form is a form as it stands: what it sends when nobody touches it, and what can be filled in.
type form struct {
	action   *url.URL
	fields   url.Values
	editable []string
	buttons  []button
}

type button struct{ name, value string }

func read(response *http.Response) (Page, error) {
	page := Page{URL: response.Request.URL, Status: response.StatusCode}
	root, err := html.Parse(response.Body)
	if err != nil {
		return page, fmt.Errorf("read page %s: %w", page.URL.Path, err)
	}
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return page, fmt.Errorf("read page %s: %w", page.URL.Path, err)
	}
	page.Text = text(root)
	for node := range root.Descendants() {
		page.take(node)
	}
	return page, nil
}

func (p *Page) take(node *html.Node) {
	if node.Type != html.ElementNode {
		return
	}
	class := attribute(node, "class")
	switch {
	case node.Data == "h1":
		p.Heading, p.Outcome = text(node), class
	case node.Data == "ul" && class == "causes":
		p.Causes = append(p.Causes, texts(node, "strong")...)
	case attribute(node, "role") == "alert" && class != "refused":
		p.Problems = append(p.Problems, text(node))
	case node.Data == "form":
		p.forms = append(p.forms, p.readForm(node))
	}
}

func (p *Page) readForm(node *html.Node) form {
	action, err := p.URL.Parse(attribute(node, "action"))
	if err != nil {
		action = p.URL
	}
	f := form{action: action, fields: url.Values{}}
	for child := range node.Descendants() {
		f.take(child)
	}
	return f
}

func (f *form) take(node *html.Node) {
	name, value := attribute(node, "name"), attribute(node, "value")
	kind := attribute(node, "type")
	switch {
	case node.Data == "button":
		f.buttons = append(f.buttons, button{name, value})
	case node.Data != "input" || name == "":
		return
	case kind == "hidden":
		f.fields.Add(name, value)
	case kind == "checkbox":
		f.editable = append(f.editable, name)
		if has(node, "checked") {
			f.fields.Add(name, value)
		}
	default:
		f.editable = append(f.editable, name)
		f.fields.Set(name, value)
	}
}

// fill answers what the form sends with these values and that button; both must be on it.
func (f form) fill(press string, values map[string]string) (url.Values, error) {
	sent := url.Values{}
	for name, kept := range f.fields {
		sent[name] = slices.Clone(kept)
	}
	for name, value := range values {
		if !slices.Contains(f.editable, name) {
			return nil, fmt.Errorf("the form has no field %q", name)
		}
		sent.Set(name, value)
	}
	pressed := slices.IndexFunc(f.buttons, func(b button) bool { return b.value == press })
	if pressed < 0 {
		return nil, fmt.Errorf("the form has no button %q", press)
	}
	if name := f.buttons[pressed].name; name != "" {
		sent.Set(name, press)
	}
	return sent, nil
}

func attribute(node *html.Node, key string) string {
	for _, a := range node.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(node *html.Node, key string) bool {
	return slices.ContainsFunc(node.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// texts are those of the elements of a kind below a node.
func texts(node *html.Node, element string) []string {
	var found []string
	for child := range node.Descendants() {
		if child.Type == html.ElementNode && child.Data == element {
			found = append(found, text(child))
		}
	}
	return found
}

// text is what can be read of a node, in one line.
func text(node *html.Node) string {
	var words []string
	for child := range node.Descendants() {
		if child.Type == html.TextNode && child.Parent.Data != "style" && child.Parent.Data != "title" {
			words = append(words, strings.Fields(child.Data)...)
		}
	}
	return strings.Join(words, " ")
}
