package stack

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"partnercenter/dev/postgres"
)

// A template's name changes with everything that is in it: our part, Temporal's schema, PostgreSQL's format.
const templateVersion = "v1 temporal 1.32.1 "

// cachedTemplate has the cluster start from the prepared one of this user: without initdb and Temporal's schema a
// stack is up seconds earlier. The template knows one password, which therefore lives beside it.
func cachedTemplate(cache, serverVersion string, cluster *postgres.Config) error {
	if cache == "" {
		return nil
	}
	if err := os.MkdirAll(cache, 0o700); err != nil {
		return fmt.Errorf("create cache: %w", err)
	}
	password, err := sharedPassword(filepath.Join(cache, "password"))
	if err != nil {
		return err
	}
	cluster.Password = password
	cluster.Template = filepath.Join(cache, derive(templateVersion+serverVersion, "template"))
	return nil
}

// sharedPassword returns the content of file; of several first callers one makes it.
func sharedPassword(file string) (string, error) {
	fresh, err := os.CreateTemp(filepath.Dir(file), "password-")
	if err != nil {
		return "", fmt.Errorf("create password: %w", err)
	}
	defer func() { _ = os.Remove(fresh.Name()) }()
	_, err = fresh.WriteString(postgres.NewPassword())
	if err := errors.Join(err, fresh.Close()); err != nil {
		return "", fmt.Errorf("write password: %w", err)
	}
	if err := os.Link(fresh.Name(), file); err != nil && !errors.Is(err, os.ErrExist) {
		return "", fmt.Errorf("keep password: %w", err)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("read password: %w", err)
	}
	return strings.TrimSpace(string(raw)), nil
}
