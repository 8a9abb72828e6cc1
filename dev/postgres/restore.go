package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Archive has a running cluster archive its log (WAL) in a folder of its own. It counts from the cluster's next start.
func Archive(ctx context.Context, cfg Config) error {
	dir, err := cfg.folder("archive")
	if err != nil {
		return err
	}
	command := fmt.Sprintf("test ! -f %s/%%f && cp %%p %s/%%f", dir, dir)
	return withSuperuser(ctx, cfg, func(conn *pgx.Conn) error {
		for _, setting := range []string{"archive_mode = on", "archive_command = " + literal(command)} {
			if _, err := conn.Exec(ctx, "ALTER SYSTEM SET "+setting); err != nil {
				return fmt.Errorf("set %s: %w", setting, err)
			}
		}
		return nil
	})
}

// Backup copies a running cluster, the base of what Restore restores.
func Backup(ctx context.Context, cfg Config) error {
	owner, err := serverAccount()
	if err != nil {
		return err
	}
	dir, err := cfg.folder("backup")
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, filepath.Join(cfg.Binaries, "pg_basebackup"), "--dbname", cfg.URL(""), "--pgdata", dir, "--checkpoint", "fast", "--no-sync")
	cmd.Dir = "/"
	cmd.SysProcAttr = owner.attributes()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("back up cluster: %w: %s", err, bytes.TrimSpace(out))
	}
	return nil
}

// Archived returns when everything that was committed before is in the archive.
func Archived(ctx context.Context, cfg Config) error {
	return withSuperuser(ctx, cfg, func(conn *pgx.Conn) error {
		var last string
		if err := conn.QueryRow(ctx, "SELECT pg_walfile_name(pg_switch_wal())").Scan(&last); err != nil {
			return fmt.Errorf("end the log's last file: %w", err)
		}
		tick := time.NewTicker(readyPoll)
		defer tick.Stop()
		for {
			var there bool
			err := conn.QueryRow(ctx, "SELECT COALESCE(last_archived_wal >= $1, false) FROM pg_stat_archiver", last).Scan(&there)
			if there || err != nil {
				return err
			}
			select {
			case <-ctx.Done():
				return fmt.Errorf("wait for the archive: %w", ctx.Err())
			case <-tick.C:
			}
		}
	})
}

// Restore puts the backup in the place of the data of a cluster that does not run. Its next start replays the archive
// up to an instant, and answers nobody before that is done.
func Restore(cfg Config, to time.Time) error {
	owner, err := serverAccount()
	if err != nil {
		return err
	}
	c := &cluster{cfg: cfg, account: owner}
	backup := filepath.Join(cfg.Dir, "backup")
	if err := appendTo(filepath.Join(backup, "postgresql.auto.conf"), recovery(filepath.Join(cfg.Dir, "archive"), to)); err != nil {
		return fmt.Errorf("write recovery settings: %w", err)
	}
	if err := os.WriteFile(filepath.Join(backup, "recovery.signal"), nil, 0o600); err != nil {
		return fmt.Errorf("ask for recovery: %w", err)
	}
	if err := c.account.own(backup); err != nil {
		return fmt.Errorf("give backup to its user: %w", err)
	}
	if err := os.RemoveAll(c.data()); err != nil {
		return fmt.Errorf("remove lost data: %w", err)
	}
	if err := os.Rename(backup, c.data()); err != nil {
		return fmt.Errorf("put backup in place: %w", err)
	}
	return nil
}

func recovery(archive string, to time.Time) string {
	return fmt.Sprintf(`restore_command = 'cp %s/%%f %%p'
recovery_target_time = '%s'
recovery_target_action = 'promote'
hot_standby = off
`, archive, to.UTC().Format("2006-01-02 15:04:05.999999+00"))
}

func appendTo(file, text string) error {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// folder is an empty one beside the data that the server's user may write.
func (c Config) folder(name string) (string, error) {
	owner, err := serverAccount()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(c.Dir, name)
	if err := os.Mkdir(dir, 0o700); err != nil {
		return "", fmt.Errorf("create %s folder: %w", name, err)
	}
	if err := owner.own(dir); err != nil {
		return "", fmt.Errorf("give %s folder to its user: %w", name, err)
	}
	return dir, nil
}

func withSuperuser(ctx context.Context, cfg Config, fn func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, cfg.URL("postgres"))
	if err != nil {
		return fmt.Errorf("connect as superuser: %w", err)
	}
	return errors.Join(fn(conn), conn.Close(ctx))
}

func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
