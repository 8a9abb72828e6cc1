package worker

import (
	"context"
	"errors"
	"fmt"
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
	_, err := c.OperatorService().AddSearchAttributes(ctx, &operatorservice.AddSearchAttributesRequest{
		Namespace: namespace,
		SearchAttributes: map[string]enumspb.IndexedValueType{
			workflows.AttributePartner.GetName():   enumspb.INDEXED_VALUE_TYPE_KEYWORD,
			workflows.AttributeCustomer.GetName():  enumspb.INDEXED_VALUE_TYPE_KEYWORD,
			workflows.AttributeProcess.GetName():   enumspb.INDEXED_VALUE_TYPE_KEYWORD,
			workflows.AttributeReference.GetName(): enumspb.INDEXED_VALUE_TYPE_KEYWORD,
			workflows.AttributeState.GetName():     enumspb.INDEXED_VALUE_TYPE_KEYWORD,
			workflows.AttributeDue.GetName():       enumspb.INDEXED_VALUE_TYPE_DATETIME,
		},
	})
	var known *serviceerror.AlreadyExists
	if err != nil && !errors.As(err, &known) {
		return fmt.Errorf("add search attributes: %w", err)
	}
	return nil
}
