package graph

import (
	"context"
	"errors"
	"slices"
	"testing"
)

func TestFiftyRowsFetchOnceEachLevel(t *testing.T) {
	s := newTestSchema(t, Config{})
	r := s.ask(`{all{number parent{number parent{number}}}}`)
	if len(r.Errors) > 0 || len(r.Data()["all"].([]any)) != 50 {
		t.Fatalf("got %v", r.Errors)
	}
	if len(s.fetches) != 2 || len(s.fetches[0]) != 7 || len(s.fetches[1]) != 1 {
		t.Errorf("fetched %v", s.fetches)
	}
	if first := r.Data()["all"].([]any)[1].(map[string]any)["parent"].(map[string]any)["number"]; first != 2 {
		t.Errorf("row 2 has parent %v", first)
	}
	s.ask(`{all{parent{number}}}`)
	if len(s.fetches) != 3 {
		t.Error("another request did not fetch for itself")
	}
}

func TestLoaderOutcomes(t *testing.T) {
	failed := errors.New("failed")
	l := NewLoader(func(_ context.Context, keys []int) (map[int]string, error) {
		switch {
		case slices.Contains(keys, 13):
			return nil, failed
		case slices.Contains(keys, 17):
			panic("fetch")
		}
		return map[int]string{1: "one"}, nil
	})
	ctx := WithLoaders(context.Background())
	one, two, again := l.Load(ctx, 1), l.Load(ctx, 2), l.Load(ctx, 1)
	for _, tt := range []struct {
		name  string
		thunk func() (any, error)
		want  any
	}{{"a key with a value", one, "one"}, {"a key without", two, nil}, {"the same key again", again, "one"}} {
		if v, err := tt.thunk(); v != tt.want || err != nil {
			t.Errorf("%s: %v, %v", tt.name, v, err)
		}
	}
	bad, worse := l.Load(ctx, 13), l.Load(ctx, 14)
	for range 2 {
		if _, err := bad(); !errors.Is(err, failed) {
			t.Errorf("a failed fetch gave %v", err)
		}
	}
	if _, err := worse(); !errors.Is(err, failed) {
		t.Errorf("a key of a failed fetch gave %v", err)
	}
	panics, beside := l.Load(ctx, 17), l.Load(ctx, 18)
	func() {
		defer func() { _ = recover() }()
		_, _ = panics()
	}()
	if v, err := beside(); err == nil {
		t.Errorf("a key of a fetch that panicked gave %v without an error", v)
	}
}
