package headcount

import (
	"context"
	"errors"
	"maps"
	"slices"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/decision"
	"bienche/internal/fault"
	"bienche/internal/org"
	"bienche/models"
	"bienche/rules"
)

// Changes applies the lines of decisions that move posts.
type Changes struct{ Book *rules.Book }

// side says what an act needs of its giver or receiver.
type side int

const (
	optional side = iota
	needed
	forbidden
)

// acts are the movements of posts, with the sides each has. An absent giver is the authority above the province, an
// absent receiver is outside it.
var acts = map[string]struct{ giver, receiver side }{
	"ALLOCATE": {optional, needed},
	"ADJUST":   {optional, optional}, // at least one of them
	"TRANSFER": {needed, needed},
	"LEND":     {needed, needed},
	"RETURN":   {needed, needed},
	"RECALL":   {needed, optional},
	"CEDE":     {needed, forbidden},
}

// maxPosts catches a slip of the pen.
const maxPosts = 1_000_000

// Apply enters a movement of posts into the ledger. The ledger itself refuses what a giver does not have, on that day
// or later.
func (c *Changes) Apply(ctx context.Context, tx *models.Tx, d *models.Decision, line decision.Quota) (any, error) {
	entry, err := c.entry(line, d)
	if err != nil {
		return nil, err
	}
	if err := holdSides(ctx, tx, entry); err != nil {
		return nil, err
	}
	if err := models.Record(tx, entry); err != nil {
		return nil, c.named(models.Refusal(err), d.EffectiveOn)
	}
	return map[string]any{"entry": entry.ID}, nil
}

// named puts the name of the category into the ledger's own refusal, which knows only its code.
func (c *Changes) named(err error, on day.Day) error {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Key != "headcount.negative" {
		return err
	}
	categories, notCovered := c.Book.Categories(on)
	if notCovered != nil {
		return err
	}
	for _, known := range categories {
		if known.Code == f.Args["category"] {
			named := *f
			named.Args = maps.Clone(f.Args)
			named.Args["category"] = known.Label
			return &named
		}
	}
	return err
}

// entry decides whether a line makes sense by itself, and what it says in the ledger.
func (c *Changes) entry(line decision.Quota, d *models.Decision) (*models.QuotaEntry, error) {
	needs, ok := acts[line.Act]
	if !ok {
		return nil, fault.Bad("act", "fault.bad_choice", fault.Args{"value": line.Act})
	}
	if err := needs.giver.check("giver", line.Giver); err != nil {
		return nil, err
	}
	if err := needs.receiver.check("receiver", line.Receiver); err != nil {
		return nil, err
	}
	if line.Giver == nil && line.Receiver == nil {
		return nil, fault.Bad("receiver", "headcount.no_side")
	}
	if line.Giver != nil && line.Receiver != nil && *line.Giver == *line.Receiver {
		return nil, fault.Bad("receiver", "headcount.same_side")
	}
	if line.Posts < 1 || line.Posts > maxPosts {
		return nil, fault.Bad("posts", "headcount.bad_posts", fault.Args{"max": maxPosts})
	}
	until, err := end(line, d.EffectiveOn)
	if err != nil {
		return nil, err
	}
	tranche, err := choice("tranche", line.Tranche, "REGULAR", "SURPLUS", "CONTINGENCY")
	if err != nil {
		return nil, err
	}
	funding, err := choice("funding", line.Funding, "STATE_BUDGET", "OWN_INCOME")
	if err != nil {
		return nil, err
	}
	if err := CheckCategory(c.Book, line.Category, d.EffectiveOn); err != nil {
		return nil, err
	}
	return &models.QuotaEntry{
		Fact: models.Fact{ValidFrom: d.EffectiveOn, ValidTo: until, DecisionID: &d.ID},
		Act:  line.Act, Category: line.Category, Tranche: tranche, Funding: funding,
		GiverID: line.Giver, ReceiverID: line.Receiver, Posts: line.Posts,
	}, nil
}

func (s side) check(field string, id *int64) error {
	switch {
	case s == needed && id == nil:
		return fault.Bad(field, "fault.required")
	case s == forbidden && id != nil:
		return fault.Bad(field, "headcount.side_outside")
	}
	return nil
}

// end is the first day on which the posts are back; a loan must have one.
func end(line decision.Quota, from day.Day) (day.Day, error) {
	switch {
	case line.Until == nil && line.Act == "LEND":
		return day.Day{}, fault.Bad("until", "fault.required")
	case line.Until == nil:
		return day.Forever, nil
	case !line.Until.After(from):
		return day.Day{}, fault.Bad("until", "fault.bad_range", fault.Args{"from": from, "to": *line.Until})
	}
	return *line.Until, nil
}

// choice is the given value, or the first of all when none is given.
func choice(field string, given *string, all ...string) (string, error) {
	if given == nil {
		return all[0], nil
	}
	if !slices.Contains(all, *given) {
		return "", fault.Bad(field, "fault.bad_choice", fault.Args{"value": *given})
	}
	return *given, nil
}

// CheckCategory refuses a headcount category that does not exist on a day, naming the field category.
func CheckCategory(book *rules.Book, code string, on day.Day) error {
	categories, err := book.Categories(on)
	if err != nil {
		return decision.At("category", err)
	}
	if !slices.ContainsFunc(categories, func(c rules.Category) bool { return c.Code == code }) {
		return fault.Bad("category", "headcount.no_category", fault.Args{"value": code, "on": on})
	}
	return nil
}

// holdSides checks rights and existence of the two units. Only the receiver must outlive the entry: a giver that ends
// earlier ends with nothing left to give.
func holdSides(ctx context.Context, tx *models.Tx, e *models.QuotaEntry) error {
	stays := []org.Stay{}
	if e.GiverID != nil {
		stays = append(stays, org.Stay{Unit: *e.GiverID, Field: "giver", From: e.ValidFrom, To: e.ValidFrom})
	}
	if e.ReceiverID != nil {
		stays = append(stays, org.Stay{Unit: *e.ReceiverID, Field: "receiver", From: e.ValidFrom, To: e.ValidTo})
	}
	for _, s := range stays {
		if _, err := org.Hold(ctx, tx, s); err != nil {
			return err
		}
		if err := auth.ViewerOf(ctx).May("headcount.quota", "issue", s.Unit); err != nil {
			return decision.At(s.Field, err)
		}
	}
	return nil
}
