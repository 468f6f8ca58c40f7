package graph

import (
	"time"

	"bienche/internal/fault"
)

// Limits is the table of what one request may ask for. The counts of depth, aliases, directives and fields follow
// fragments: what a fragment holds counts each time it is spread.
type Limits struct {
	Body         int           // bytes of the HTTP body
	Nesting      int           // brackets of any kind open at once, in the query and in the JSON around it
	Tokens       int           // tokens of a query
	ListedTokens int           // tokens of an allow-listed query
	Text         int           // bytes of a query without what stands between its tokens; 0 is without bound
	Name         int           // bytes of one name or number in a query
	Literal      int           // bytes of the strings written in a query, together
	Depth        int           // fields within fields
	Aliases      int           // aliased fields
	Directives   int           // directives
	Fields       int           // fields of one selection
	Page         int           // rows of one page
	DefaultPage  int           // rows of a page when the request does not say
	Cost         int           // fields, multiplied by the page size of the lists they stand in
	Deadline     time.Duration // from the start of execution to the answer
	Stranger     StrangerLimits
}

// StrangerLimits are the stricter limits of a request by nobody we know.
type StrangerLimits struct {
	Depth, Aliases, Tokens int
}

// DefaultLimits are the limits of a server in production.
func DefaultLimits() Limits {
	return Limits{
		Body:         1 << 20,
		Nesting:      40,
		Tokens:       2_000,
		ListedTokens: 8_000,
		Text:         1 << 15, // the library goes through all of it again when it finds a mistake
		Name:         128,
		Literal:      10_000,
		Depth:        12,
		Aliases:      15,
		Directives:   20,
		Fields:       200,
		Page:         100,
		DefaultPage:  50,
		Cost:         20_000,
		Deadline:     5 * time.Second,
		Stranger:     StrangerLimits{Depth: 6, Aliases: 5, Tokens: 500},
	}
}

// DefaultWeights are those of the fields that count for more than one. What comes out under other readings of the law is a
// computation for each, and a computation reads few that are open.
func DefaultWeights() map[string]Weight {
	alternatives := Weight{Cost: 20, Rows: 10}
	return map[string]Weight{
		"Query.orgTree":                      {Rows: 100},
		"Query.separationComparison":         {Rows: 100},
		"BenefitOutcome.alternatives":        alternatives,
		"RetirementOutcome.alternatives":     alternatives,
		"StepRaiseOutcome.alternatives":      alternatives,
		"GradePlacementOutcome.alternatives": alternatives,
	}
}

// exceeded is the refusal of a request that goes beyond a limit; clients read which one and its maximum.
func exceeded(limit string, most int) *fault.Error {
	args := fault.Args{"limit": fault.Ref("graph.limit." + limit), "max": most}
	return fault.New(fault.LimitExceeded, "graph.limit", args).With("limit", limit).With("max", most)
}

// within refuses the first count that goes beyond its limit; counts come in the order of the checks.
func within(counts ...limited) error {
	for _, c := range counts {
		if c.n > c.most {
			return exceeded(c.limit, c.most)
		}
	}
	return nil
}

// limited is one measured number beside its limit.
type limited struct {
	limit   string
	n, most int
}

// tokens is the number of tokens that the sender of req may use.
func (l Limits) tokens(req Request) int {
	switch {
	case req.Listed:
		return l.ListedTokens
	case req.Stranger:
		return l.Stranger.Tokens
	}
	return l.Tokens
}

// shape checks what was measured on the AST, whatever the variables are.
func (l Limits) shape(m survey, stranger bool) error {
	depth, aliases := l.Depth, l.Aliases
	if stranger {
		depth, aliases = l.Stranger.Depth, l.Stranger.Aliases
	}
	if stranger && m.introspects {
		return fault.New(fault.Unauthenticated, "graph.introspection")
	}
	return within(
		limited{"depth", m.depth, depth},
		limited{"aliases", m.aliases, aliases},
		limited{"directives", m.directives, l.Directives},
		limited{"fields", m.widest, l.Fields},
		limited{"introspection", m.lists, 1}, // types within types are a graph without end
		limited{"cost", m.expanded, l.Cost},
	)
}

// page is the number of rows asked for by a `first` argument: the default when absent, BAD_INPUT below one,
// LIMIT_EXCEEDED above the limit.
func (l Limits) page(first *int) (int, error) {
	switch {
	case first == nil:
		return l.DefaultPage, nil
	case *first < 1:
		return 0, fault.Bad("first", "fault.bad_page", fault.Args{"max": l.Page})
	case *first > l.Page:
		return 0, exceeded("page", l.Page).At("first")
	}
	return *first, nil
}
