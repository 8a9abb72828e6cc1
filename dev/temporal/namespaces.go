package temporal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"google.golang.org/protobuf/types/known/durationpb"
)

const readyPoll = 50 * time.Millisecond

// WaitServing returns when the server at address answers.
func WaitServing(ctx context.Context, c client.Client) error {
	return poll(ctx, "wait for Temporal", func() error {
		_, err := c.CheckHealth(ctx, &client.CheckHealthRequest{})
		return err
	})
}

// EnsureNamespaces creates the namespaces that are missing, and returns when the server accepts their search
// attributes. Each of its services reads the namespaces every RefreshInterval, on a beat of its own.
func EnsureNamespaces(ctx context.Context, c client.Client, names []string) error {
	created := false
	for _, name := range names {
		fresh, err := ensureNamespace(ctx, c, name)
		if err != nil {
			return err
		}
		created = created || fresh
	}
	for _, name := range names {
		if err := waitVisible(ctx, c, name); err != nil {
			return err
		}
	}
	if !created {
		return nil
	}
	// The frontend has seen them; the other services follow within one more beat.
	select {
	case <-ctx.Done():
		return fmt.Errorf("wait for namespaces: %w", ctx.Err())
	case <-time.After(RefreshInterval):
		return nil
	}
}

// ensureNamespace reports whether it had to create or complete the namespace.
func ensureNamespace(ctx context.Context, c client.Client, name string) (bool, error) {
	_, err := c.WorkflowService().RegisterNamespace(ctx, &workflowservice.RegisterNamespaceRequest{
		Namespace:                        name,
		WorkflowExecutionRetentionPeriod: durationpb.New(Retention),
	})
	var exists *serviceerror.NamespaceAlreadyExists
	if err != nil && !errors.As(err, &exists) {
		return false, fmt.Errorf("register namespace %s: %w", name, err)
	}
	complete, err := hasSearchAttributes(ctx, c, name)
	if err != nil || complete {
		return false, err
	}
	return true, addSearchAttributes(ctx, c, name)
}

func hasSearchAttributes(ctx context.Context, c client.Client, namespace string) (bool, error) {
	var listed *operatorservice.ListSearchAttributesResponse
	err := untilKnown(ctx, namespace, func() (err error) {
		listed, err = c.OperatorService().ListSearchAttributes(ctx, &operatorservice.ListSearchAttributesRequest{Namespace: namespace})
		return err
	})
	if err != nil {
		return false, err
	}
	for name := range SearchAttributes() {
		if _, found := listed.CustomAttributes[name]; !found {
			return false, nil
		}
	}
	return true, nil
}

func addSearchAttributes(ctx context.Context, c client.Client, namespace string) error {
	return untilKnown(ctx, namespace, func() error {
		_, err := c.OperatorService().AddSearchAttributes(ctx, &operatorservice.AddSearchAttributesRequest{
			Namespace:        namespace,
			SearchAttributes: SearchAttributes(),
		})
		if _, exists := errors.AsType[*serviceerror.AlreadyExists](err); exists {
			return nil
		}
		return err
	})
}

// untilKnown repeats op while a service has not yet heard of the namespace.
func untilKnown(ctx context.Context, namespace string, op func() error) error {
	var fatal error
	err := poll(ctx, "wait for namespace "+namespace, func() error {
		err := op()
		var unknown *serviceerror.NamespaceNotFound
		if err != nil && !errors.As(err, &unknown) {
			fatal = fmt.Errorf("prepare namespace %s: %w", namespace, err)
			return nil
		}
		return err
	})
	return errors.Join(err, fatal)
}

// waitVisible asks a query over the attributes: it is refused as invalid until they are known.
func waitVisible(ctx context.Context, c client.Client, namespace string) error {
	return poll(ctx, "wait for search attributes of "+namespace, func() error {
		_, err := c.WorkflowService().CountWorkflowExecutions(ctx, &workflowservice.CountWorkflowExecutionsRequest{
			Namespace: namespace,
			Query:     `PartnerId = 'a' AND CustomerId = 'a' AND Process = 'a' AND Reference = 'a' AND State = 'a' AND DueAt < '2000-01-01T00:00:00Z'`,
		})
		return err
	})
}

func poll(ctx context.Context, what string, attempt func() error) error {
	tick := time.NewTicker(readyPoll)
	defer tick.Stop()
	for {
		err := attempt()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s: %w", what, errors.Join(ctx.Err(), err))
		case <-tick.C:
		}
	}
}
