// Package fault is the one kind of error that people outside the program see: a code that machines read, a
// message by key in Vietnamese and English, the field it is about, and the articles of law it rests on.
// Every other error is logged and shown as INTERNAL.
package fault

import (
	"errors"
	"maps"
)

// Code is what a client may branch on.
type Code string

// The codes of the API; REST endpoints answer with the same.
const (
	Unauthenticated Code = "UNAUTHENTICATED"
	Forbidden       Code = "FORBIDDEN"
	NotFound        Code = "NOT_FOUND"
	BadInput        Code = "BAD_INPUT"
	Conflict        Code = "CONFLICT"
	RuleViolation   Code = "RULE_VIOLATION"
	NotCovered      Code = "NOT_COVERED"
	LimitExceeded   Code = "LIMIT_EXCEEDED"
	Retry           Code = "RETRY"
	Internal        Code = "INTERNAL"
)

// Args fills the {placeholders} of a message. Days and integers are written as the reader's language writes them;
// a Ref is itself a message.
type Args map[string]any

// Ref is a message key used inside another message, for example the name of a field.
type Ref string

// Source is the place in a legal document that a refusal rests on.
type Source struct {
	Document string `json:"document"`
	At       string `json:"at,omitempty"`
}

// Error is a refusal that its reader can act on. Key names the message in messages/*.yaml.
type Error struct {
	Code    Code
	Key     string
	Args    Args
	Field   string
	Sources []Source
	Extra   map[string]any // further extensions, such as the current state of a record after a CONFLICT
	cause   error
}

// New makes a refusal. At most one Args is used.
func New(code Code, key string, args ...Args) *Error {
	e := &Error{Code: code, Key: key}
	if len(args) > 0 {
		e.Args = args[0]
	}
	return e
}

// At names the input field that the refusal is about, as the API spells it ("filter.asOf").
func (e *Error) At(field string) *Error {
	c := *e
	c.Field = field
	return &c
}

// Citing adds the articles the refusal rests on.
func (e *Error) Citing(s ...Source) *Error {
	c := *e
	c.Sources = append(append([]Source(nil), e.Sources...), s...)
	return &c
}

// With adds an extension that clients may read.
func (e *Error) With(name string, value any) *Error {
	c := *e
	c.Extra = maps.Clone(e.Extra)
	if c.Extra == nil {
		c.Extra = map[string]any{}
	}
	c.Extra[name] = value
	return &c
}

// Because keeps the error behind the refusal for the log; it is never shown.
func (e *Error) Because(err error) *Error {
	c := *e
	c.cause = err
	return &c
}

// Error is the English message, for logs and tests.
func (e *Error) Error() string {
	s := string(e.Code) + ": " + e.Message("en")
	if e.cause != nil {
		s += " (" + e.cause.Error() + ")"
	}
	return s
}

// Unwrap gives the error behind the refusal.
func (e *Error) Unwrap() error { return e.cause }

// Is holds two refusals equal when code and key are.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code && (t.Key == "" || t.Key == e.Key)
}

// CodeOf is the code of err: Internal unless a *Error is in its chain, "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return Internal
}

// From gives the refusal in err's chain; anything else becomes INTERNAL with err as its cause.
func From(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return New(Internal, "fault.internal").Because(err)
}

// Unknown is the answer for an object that does not exist or lies outside the reader's scope: the same for both.
func Unknown(object string) *Error {
	return New(NotFound, "fault.not_found", Args{"object": Ref("object." + object)})
}

// Missing refuses for lack of a grant ("staff.health:read"), which the extension grant names: what it is and whom to
// ask for it, the field why answers.
func Missing(grant string) *Error {
	return New(Forbidden, "fault.forbidden", Args{"grant": grant}).With("grant", grant)
}

// Bad refuses an input field.
func Bad(field, key string, args ...Args) *Error { return New(BadInput, key, args...).At(field) }
