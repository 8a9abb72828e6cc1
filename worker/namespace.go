package worker

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"google.golang.org/protobuf/types/known/durationpb"

	"partnercenter/workflows"
)

// retention is how long the engine keeps closed workflows; the rows' timelines
// outlive it.
const retention = 90 * 24 * time.Hour

// namespacePatience is how long a new namespace may take to be known everywhere.
const namespacePatience = 30 * time.Second

// searchAttributes are what the workflows show of themselves.
var searchAttributes = map[string]enumspb.IndexedValueType{
	workflows.AttributePartner.GetName():   workflows.AttributePartner.GetValueType(),
	workflows.AttributeCustomer.GetName():  workflows.AttributeCustomer.GetValueType(),
	workflows.AttributeProcess.GetName():   workflows.AttributeProcess.GetValueType(),
	workflows.AttributeReference.GetName(): workflows.AttributeReference.GetValueType(),
	workflows.AttributeState.GetName():     workflows.AttributeState.GetValueType(),
	workflows.AttributeDue.GetName():       workflows.AttributeDue.GetValueType(),
}

// PrepareNamespace creates the namespace and the search attributes that the
// workflows show; what exists stays as it is.
func PrepareNamespace(ctx context.Context, c client.Client, namespace string) error {
	_, err := c.WorkflowService().RegisterNamespace(ctx, &workflowservice.RegisterNamespaceRequest{
		Namespace: namespace, WorkflowExecutionRetentionPeriod: durationpb.New(retention),
	})
	var exists *serviceerror.NamespaceAlreadyExists
	if err != nil && !errors.As(err, &exists) {
		return fmt.Errorf("register namespace %s: %w", namespace, err)
	}
	return addSearchAttributes(ctx, c, namespace)
}

// addSearchAttributes waits for a new namespace to be known to all of the engine.
func addSearchAttributes(ctx context.Context, c client.Client, namespace string) error {
	ctx, cancel := context.WithTimeout(ctx, namespacePatience)
	defer cancel()
	for {
		err := tryAddSearchAttributes(ctx, c, namespace)
		if _, unknown := errors.AsType[*serviceerror.NamespaceNotFound](err); !unknown {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(time.Second):
		}
	}
}

func tryAddSearchAttributes(ctx context.Context, c client.Client, namespace string) error {
	_, err := c.OperatorService().AddSearchAttributes(ctx, &operatorservice.AddSearchAttributesRequest{Namespace: namespace, SearchAttributes: searchAttributes})
	var known *serviceerror.AlreadyExists
	if err != nil && !errors.As(err, &known) {
		return fmt.Errorf("add search attributes: %w", err)
	}
	return nil
}

// Prepared answers a check of whether the namespace has every search attribute: without
// one the engine takes no start of a workflow that shows it. What was found once is
// there to stay, and the engine is not asked again.
func Prepared(c client.Client, namespace string) func(context.Context) error {
	var found atomic.Bool
	return func(ctx context.Context) error {
		if found.Load() {
			return nil
		}
		listed, err := c.OperatorService().ListSearchAttributes(ctx, &operatorservice.ListSearchAttributesRequest{Namespace: namespace})
		if keptFromUs(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("list the search attributes of namespace %s: %w", namespace, err)
		}
		if missing := missingAttributes(listed.GetCustomAttributes()); len(missing) > 0 {
			return fmt.Errorf("namespace %s lacks search attributes: %s; run partnercenter migrate temporal", namespace, strings.Join(missing, ", "))
		}
		found.Store(true)
		return nil
	}
}

// keptFromUs: whoever runs the cluster may keep its operators' calls to himself. That
// says nothing against the namespace.
func keptFromUs(err error) bool {
	_, denied := errors.AsType[*serviceerror.PermissionDenied](err)
	_, unknown := errors.AsType[*serviceerror.Unimplemented](err)
	return denied || unknown
}

// missingAttributes are the names that are not there, or are of another type.
func missingAttributes(known map[string]enumspb.IndexedValueType) []string {
	var missing []string
	for name, kind := range searchAttributes {
		if known[name] != kind {
			missing = append(missing, fmt.Sprintf("%s (%s)", name, kind))
		}
	}
	slices.Sort(missing)
	return missing
}
