package exchange

import (
	"context"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"

	"bienche/internal/auth"
	"bienche/internal/fault"
	"bienche/internal/staff"
	"bienche/models"
	"bienche/rules"
)

// The list of computations that a batch has kept, largest first.

// listedComputation is a row of the list of computations. The person is as of the day of the list, the rest as it was kept.
type listedComputation struct {
	*models.ComputationRow
	x      *listing
	person *staff.Person
	unit   *models.UnitNode // whose local choices counted
	reason string           // why there is no benefit, or what limits it
}

func computationList() *listOf[listedComputation] {
	type C = listedComputation
	text := func(key string, width float64, value func(C) string) listColumn[C] {
		return listColumn[C]{column{key: key, width: width}, func(c C) any { return value(c) }}
	}
	return &listOf[C]{
		listHead: listHead{code: "computations", people: true, params: []param{
			{name: "batch", id: "computation_batch", words: batchInWords},
			{name: "result", oneOf: []string{models.Eligible, models.Ineligible, models.Refused}, words: asMessage("exchange.list.computation_result.")},
		}},
		columns: []listColumn[C]{
			text("name", 28, func(c C) string { return c.person.FullName }),
			text("code", 14, func(c C) string { return c.person.Code }),
			text("unit", 40, func(c C) string { return nameOf(c.unit) }),
			text("result", 20, func(c C) string { return c.x.say("computation_result." + c.Result) }),
			text("regime", 40, func(c C) string { return c.x.Book.Words("reduction.regimes", c.Regime, c.CaseDay).In(c.x.order.Lang) }),
			{column{key: "caseDay", form: date, width: 13}, func(c C) any { return c.CaseDay }},
			{column{key: "total", form: integer, width: 18}, C.amount},
			text("reason", 80, func(c C) string { return c.reason }),
		},
		open: openComputations,
	}
}

// amount is what the person is owed in đồng; nothing where it could not be told.
func (c listedComputation) amount() any {
	if c.Result == models.Refused {
		return nil
	}
	return c.Total
}

// batch is the batch of an order, as its reader may see it; another is NOT_FOUND.
func (x *listing) batch(ctx context.Context) (*models.ComputationBatch, error) {
	id := number(x.order.value("batch"))
	if id == 0 {
		return nil, fault.Bad("search.batch", "fault.required")
	}
	_, scope, err := auth.Require(ctx, "staff.computation", "read")
	if err != nil {
		return nil, err
	}
	found, err := models.ComputationBatchesByID(ctx, x.DB, x.viewer.UserID, scope, []int64{id})
	if err != nil {
		return nil, fmt.Errorf("look for batch %d: %w", id, err)
	}
	if len(found) == 0 {
		return nil, fault.Unknown("computation_batch").At("search.batch")
	}
	return &found[0], nil
}

// batchInWords names a batch that the filter has found.
func batchInWords(ctx context.Context, x *listing, _ string) (string, error) {
	b, err := x.batch(ctx)
	if err != nil {
		return "", err
	}
	return b.Title, nil
}

func openComputations(ctx context.Context, x *listing) (*feed[listedComputation], error) {
	b, err := x.batch(ctx)
	if err != nil {
		return nil, err
	}
	if err := x.plantTree(ctx); err != nil {
		return nil, err
	}
	f := models.ComputationFilter{BatchID: b.ID, Result: x.order.value("result")}
	total, err := models.CountComputations(ctx, x.DB, f)
	return byPlace(total, func(ctx context.Context, offset, limit int) ([]listedComputation, error) {
		rows, err := models.Computations(ctx, x.DB, f, limit, offset)
		if err != nil {
			return nil, err
		}
		return x.computations(ctx, rows)
	}), err
}

// computations adds to a page of computations whom they are of, the units, and the reasons.
func (x *listing) computations(ctx context.Context, rows []models.ComputationRow) ([]listedComputation, error) {
	ids, people, places := make([]int64, len(rows)), make([]int64, len(rows)), make([]int64, len(rows))
	for i, c := range rows {
		ids[i], people[i], places[i] = c.ID, c.StaffID, idOf(c.UnitID)
	}
	persons, err := x.Staff.Among(ctx, people, x.asOf)
	if err != nil {
		return nil, err
	}
	units, err := x.units(ctx, places)
	if err != nil {
		return nil, err
	}
	reasons := map[int64]string{}
	if x.wants("reason") {
		if reasons, err = x.reasons(ctx, ids); err != nil {
			return nil, err
		}
	}
	page := make([]listedComputation, len(rows))
	for i := range rows {
		c := &rows[i]
		page[i] = listedComputation{ComputationRow: c, x: x, person: persons[c.StaffID], unit: units[idOf(c.UnitID)], reason: reasons[c.ID]}
		if page[i].person == nil {
			page[i].person = &staff.Person{} // the reader sees what was computed, and not the record of today
		}
	}
	return page, nil
}

// reasons says of each computation why there is no benefit, or what limits it, in the words that were kept.
func (x *listing) reasons(ctx context.Context, ids []int64) (map[int64]string, error) {
	kept, err := models.ComputationReasons(ctx, x.DB, ids)
	if err != nil {
		return nil, err
	}
	said := make(map[int64]string, len(kept))
	for _, c := range kept {
		var all []struct {
			Text rules.Text `json:"text"`
		}
		if err := json.Unmarshal(c.Reasons, &all); err != nil {
			return nil, fmt.Errorf("read the reasons of computation %d: %w", c.ID, err)
		}
		words := make([]string, len(all))
		for i, r := range all {
			words[i] = r.Text.In(x.order.Lang)
		}
		said[c.ID] = strings.Join(words, " ")
	}
	return said, nil
}
