// Command partnercenter is the partner centre: its API, its worker, its
// migrations and its operator's commands in one binary.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"partnercenter/internal/app"
	"partnercenter/internal/config"
	"partnercenter/models"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "partnercenter:", err)
		os.Exit(1)
	}
}

// run carries out one command.
func run(ctx context.Context, args []string, out, errOut io.Writer) error {
	root := &cobra.Command{Use: "partnercenter", Short: "The partner centre of a cloud vendor", SilenceUsage: true, SilenceErrors: true}
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errOut)
	root.AddCommand(apiCommand(errOut), workerCommand(errOut), migrateCommand(errOut), opsCommand(errOut), versionCommand())
	return root.ExecuteContext(ctx)
}

func logger(out io.Writer, level slog.Level, process string) *slog.Logger {
	log := slog.New(slog.NewJSONHandler(out, &slog.HandlerOptions{Level: level})).With("process", process)
	slog.SetDefault(log)
	return log
}

func apiCommand(errOut io.Writer) *cobra.Command {
	return &cobra.Command{Use: "api", Short: "Serve the HTTP API and the customers' pages", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		cfg, err := config.Load[config.API]()
		if err != nil {
			return err
		}
		return app.API(cmd.Context(), cfg, logger(errOut, cfg.LogLevel, "api"))
	}}
}

func workerCommand(errOut io.Writer) *cobra.Command {
	return &cobra.Command{Use: "worker", Short: "Carry workflows and activities", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		cfg, err := config.Load[config.Worker]()
		if err != nil {
			return err
		}
		return app.Worker(cmd.Context(), cfg, logger(errOut, cfg.LogLevel, "worker"))
	}}
}

func migrateCommand(errOut io.Writer) *cobra.Command {
	migrate := &cobra.Command{Use: "migrate", Short: "Prepare the database"}
	migrate.AddCommand(
		&cobra.Command{Use: "roles", Short: "Create or update the database roles (as an administrator)", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := config.Load[config.Migrate]()
			if err != nil {
				return err
			}
			return app.MigrateRoles(cmd.Context(), cfg)
		}},
		&cobra.Command{Use: "up", Short: "Bring the schema up to date (as pc_owner)", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := config.Load[config.Migrate]()
			if err != nil {
				return err
			}
			return app.MigrateUp(cmd.Context(), cfg, logger(errOut, slog.LevelInfo, "migrate"))
		}},
		realmCommand(),
		&cobra.Command{Use: "temporal", Short: "Create the Temporal namespace and its search attributes", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := config.Load[config.Temporal]()
			if err != nil {
				return err
			}
			return app.MigrateTemporal(cmd.Context(), cfg, logger(errOut, slog.LevelInfo, "migrate"))
		}},
	)
	return migrate
}

func realmCommand() *cobra.Command {
	var name, site string
	cmd := &cobra.Command{Use: "realm <realm> <vendor id>", Short: "Open a realm with its vendor organisation (as pc_owner)", Args: cobra.ExactArgs(2), RunE: func(cmd *cobra.Command, args []string) error {
		vendor, err := uuid.Parse(args[1])
		if err != nil {
			return fmt.Errorf("the vendor's id: %w", err)
		}
		cfg, err := config.Load[config.Migrate]()
		if err != nil {
			return err
		}
		return app.MigrateRealm(cmd.Context(), cfg, args[0], vendor, name, models.Site(site))
	}}
	cmd.Flags().StringVar(&name, "name", "Vendor", "name of the vendor")
	cmd.Flags().StringVar(&site, "site", string(models.SiteCN), "site of the vendor: cn, intl or eu")
	return cmd
}

func versionCommand() *cobra.Command {
	return &cobra.Command{Use: "version", Short: "Print the version", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		info, known := debug.ReadBuildInfo()
		if !known {
			return errors.New("this binary does not know how it was built")
		}
		fmt.Fprintf(cmd.OutOrStdout(), "partnercenter %s %s %s\n", info.Main.Version, commit(info.Settings), info.GoVersion)
		return nil
	}}
}

// commit is what the binary was built from, as far as the build knew it.
func commit(settings []debug.BuildSetting) string {
	stamp := map[string]string{}
	for _, s := range settings {
		stamp[s.Key] = s.Value
	}
	switch {
	case stamp["vcs.revision"] == "":
		return "(commit unknown)"
	case stamp["vcs.modified"] == "true":
		return "(commit " + stamp["vcs.revision"] + ", modified)"
	default:
		return "(commit " + stamp["vcs.revision"] + ")"
	}
}
