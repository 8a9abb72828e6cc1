// Command licences lists the modules that the product's binary links, each with version and licence, and fails where one's
// licence is not among those that are allowed.
package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"partnercenter/dev/licences"
)

func main() {
	if err := list(context.Background(), os.Stdout); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func list(ctx context.Context, to io.Writer) error {
	modules, err := licences.Of(ctx, "..", "./cmd/partnercenter")
	if err != nil {
		return err
	}
	var refused []string
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	for _, m := range modules {
		named := "direct"
		if m.Indirect {
			named = "indirect"
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", m.Path, m.Version, named, cmp.Or(strings.Join(m.Licences, " "), licences.Excepted[m.Path], "unknown"))
		if len(m.Refused()) > 0 {
			refused = append(refused, m.Path)
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if len(refused) > 0 {
		return fmt.Errorf("licences that are not allowed: %s", strings.Join(refused, ", "))
	}
	return nil
}
