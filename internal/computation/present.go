package computation

import (
	"context"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"

	"bienche/internal/auth"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/rules"
)

// Totals adds up the computations of a batch that the reader may see; the reasons come most frequent first.
func (s *Service) Totals(ctx context.Context, batchID int64) (*Totals, error) {
	found, err := s.TotalsOf(ctx, []int64{batchID})
	return found[batchID], err
}

// TotalsOf is Totals of several batches, each added up by itself.
func (s *Service) TotalsOf(ctx context.Context, batchIDs []int64) (map[int64]*Totals, error) {
	if _, _, err := auth.Require(ctx, "staff.computation", "read"); err != nil {
		return nil, err
	}
	counts, err := models.ComputationCounts(ctx, s.DB, batchIDs)
	if err != nil {
		return nil, fmt.Errorf("add up %d batches: %w", len(batchIDs), err)
	}
	found := make(map[int64]*Totals, len(batchIDs))
	for _, id := range batchIDs {
		found[id] = new(Totals)
	}
	for _, c := range counts {
		t := found[c.BatchID]
		t.Count += c.Count
		t.Total += c.Total
		switch c.Result {
		case models.Eligible:
			t.Eligible += c.Count
		case models.Ineligible:
			t.Ineligible += c.Count
		case models.Refused:
			t.Refused += c.Count
		}
		if c.Reason == nil {
			continue
		}
		var r struct {
			Code string     `json:"code"`
			Text rules.Text `json:"text"`
		}
		if err := json.Unmarshal(c.Reason, &r); err != nil {
			return nil, fmt.Errorf("read a reason of batch %d: %w", c.BatchID, err)
		}
		t.ByReason = append(t.ByReason, Reason{Code: r.Code, Text: ofMany(r.Code, r.Text), Result: c.Result, Count: c.Count})
	}
	return found, nil
}

// ofMany words a reason for all whom it is counted of: without what differs from one to the next, where there are such words.
func ofMany(code string, ofOne rules.Text) rules.Text {
	key := "computation.reason." + code[strings.LastIndexByte(code, ' ')+1:]
	if fault.Text("vi", key, nil) == key {
		return ofOne
	}
	return rules.Say(key)
}

// Present computes the inputs of kept computations again, under the law and the local choices as they stand now. Those that the
// reader may not see are left out.
func (s *Service) Present(ctx context.Context, ids []int64) (map[int64]Present, error) {
	if _, _, err := auth.Require(ctx, "staff.computation", "read"); err != nil {
		return nil, err
	}
	kept, err := models.ComputationCases(ctx, s.DB, ids)
	if err != nil {
		return nil, fmt.Errorf("load %d computations: %w", len(ids), err)
	}
	at := &places{Service: s, works: map[int64]*rules.Work{}}
	now := make(map[int64]Present, len(kept))
	for i := range kept {
		c := &kept[i]
		begin, err := at.begin(ctx, c.UnitID)
		if err != nil {
			return nil, err
		}
		found, err := presently(begin, c)
		if err != nil {
			return nil, err
		}
		now[c.ID] = Present{Result: found.Result, Total: found.Total, Difference: found.Total - c.Total, Problem: found.Problem}
	}
	return now, nil
}

// presently computes the input of a kept computation again. What the record lacked it lacks for good.
func presently(begin *rules.Work, c *models.ComputationBody) (Found, error) {
	if c.Problem != nil {
		p := new(Problem)
		if err := json.Unmarshal(c.Problem, p); err != nil {
			return Found{}, fmt.Errorf("read why computation %d was refused: %w", c.ID, err)
		}
		if p.Record {
			return Found{Result: models.Refused, Problem: p}, nil
		}
	}
	in, err := inputOf(c)
	if err != nil {
		return Found{}, err
	}
	return separate(begin.Again(), in)
}
