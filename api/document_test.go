package api

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDocument_IsValid(t *testing.T) {
	_, err := Document()
	require.NoError(t, err)
}
