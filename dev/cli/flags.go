package cli

import (
	"errors"
	"os"

	"github.com/spf13/cobra"

	"partnercenter/dev/stack"
)

// flags that every command of a stack takes.
type flags struct {
	dir        string
	bin        string
	cache      string
	namespaces int
	apis       int
}

func (f *flags) register(root *cobra.Command) {
	set := root.PersistentFlags()
	set.StringVar(&f.dir, "dir", "", "run folder (default: a new one in the system's temporary folder)")
	set.StringVar(&f.bin, "bin", "", "product binary (default: partnercenter beside this one)")
	set.StringVar(&f.cache, "cache", "", `folder of prepared clusters (default: the user's cache folder; "none": do not keep any)`)
	set.IntVar(&f.namespaces, "namespaces", 0, "Temporal namespaces for tests that need one of their own")
	set.IntVar(&f.apis, "apis", 1, "API processes")
}

// options reads DATABASE_URL too: a stack on somebody's server.
func (f *flags) options() stack.Options {
	return stack.Options{
		Dir:           f.dir,
		ProductBinary: f.bin,
		DatabaseURL:   os.Getenv("DATABASE_URL"),
		Cache:         f.cache,
		Namespaces:    f.namespaces,
		APIs:          f.apis,
	}
}

func (f *flags) requireDir() error {
	if f.dir == "" {
		return errors.New("name the stack's folder with --dir")
	}
	return nil
}
