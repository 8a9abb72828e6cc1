package server

import (
	"fmt"

	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/persistence/sql/sqlplugin/postgresql"
	"go.temporal.io/server/tools/common/schema"
	"go.temporal.io/server/tools/sql"

	"partnercenter/dev/temporal"
)

const maxConns = 40

// Migrate brings the schemas of both databases to this server's version; a database that has it is left alone.
func Migrate(db temporal.Database) error {
	if err := migrate(db, db.Main, "postgresql/v12/temporal"); err != nil {
		return fmt.Errorf("migrate Temporal's main database: %w", err)
	}
	if err := migrate(db, db.Visibility, "postgresql/v12/visibility"); err != nil {
		return fmt.Errorf("migrate Temporal's visibility database: %w", err)
	}
	return nil
}

func migrate(db temporal.Database, name, schemaName string) error {
	logger := log.NewNoopLogger()
	conn, err := sql.NewConnection(store(db, name), logger)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close()
	if _, err := conn.ReadSchemaVersion(); err != nil {
		setup := &schema.SetupConfig{InitialVersion: "0.0"}
		if err := schema.NewSetupSchemaTask(conn, setup, logger).Run(); err != nil {
			return fmt.Errorf("create version tables: %w", err)
		}
	}
	update := &schema.UpdateConfig{SchemaName: schemaName}
	if err := schema.NewUpdateSchemaTask(conn, update, logger).Run(); err != nil {
		return fmt.Errorf("update schema: %w", err)
	}
	return nil
}

func store(db temporal.Database, name string) *config.SQL {
	return &config.SQL{
		PluginName:      postgresql.PluginNamePGX,
		ConnectAddr:     db.Address,
		ConnectProtocol: "tcp",
		User:            db.User,
		Password:        db.Password,
		DatabaseName:    name,
		MaxConns:        maxConns,
		MaxIdleConns:    maxConns,
	}
}
