package models

// The codes of field errors.
const (
	FieldRequired    = "required"
	FieldInvalid     = "invalid"
	FieldNotPositive = "not_positive"
	FieldUnknown     = "unknown"
	FieldDuplicate   = "duplicate"
	FieldOutOfRange  = "out_of_range"
)
