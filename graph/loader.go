package graph

import (
	"context"
	"errors"
)

// Loader fetches the values of many keys with one call. A resolver answers with the thunk that Load gives; the
// executor opens thunks only after it has gone through the whole level, so the first one opened fetches for all.
// A Loader is made once and keeps nothing itself: what it fetched belongs to one request.
type Loader[K comparable, V any] struct {
	fetch func(ctx context.Context, keys []K) (map[K]V, error)
}

// NewLoader makes a loader. fetch gets each key once and may leave out those that have no value.
func NewLoader[K comparable, V any](fetch func(ctx context.Context, keys []K) (map[K]V, error)) *Loader[K, V] {
	return &Loader[K, V]{fetch: fetch}
}

// loaderBatch is what a loader knows within one request.
type loaderBatch[K comparable] struct {
	waiting []K
	known   map[K]*outcome
}

// outcome is the value of one key: nil until fetched, and nil after when there is none.
type outcome struct {
	value any
	err   error
	done  bool
}

var errNotFetched = errors.New("the loader's fetch did not return")

type loadersKey struct{}

// WithLoaders gives a request its own memory of what loaders fetched. Run does it; only tests of single resolvers
// need to. One request is resolved by one goroutine, so there is no lock.
func WithLoaders(ctx context.Context) context.Context {
	return context.WithValue(ctx, loadersKey{}, map[any]any{})
}

// Load promises the value of key; null when there is none. The thunk is not safe for concurrent use.
func (l *Loader[K, V]) Load(ctx context.Context, key K) func() (any, error) {
	b := l.batch(ctx)
	out := b.known[key]
	if out == nil {
		out = &outcome{}
		b.known[key] = out
		b.waiting = append(b.waiting, key)
	}
	return func() (any, error) {
		if !out.done {
			l.open(ctx, b)
		}
		return out.value, out.err
	}
}

// Know tells a value that came with something else, so that it is not fetched.
func (l *Loader[K, V]) Know(ctx context.Context, key K, value V) {
	l.batch(ctx).known[key] = &outcome{value: value, done: true}
}

func (l *Loader[K, V]) batch(ctx context.Context) *loaderBatch[K] {
	memory, ok := ctx.Value(loadersKey{}).(map[any]any)
	if !ok {
		panic("graph: a loader without WithLoaders")
	}
	b, ok := memory[l].(*loaderBatch[K])
	if !ok {
		b = &loaderBatch[K]{known: map[K]*outcome{}}
		memory[l] = b
	}
	return b
}

// open fetches every key that waits.
func (l *Loader[K, V]) open(ctx context.Context, b *loaderBatch[K]) {
	keys := b.waiting
	b.waiting = nil
	for _, key := range keys { // holds if fetch panics
		b.known[key].done, b.known[key].err = true, errNotFetched
	}
	values, err := l.fetch(ctx, keys)
	for _, key := range keys {
		out := b.known[key]
		out.err = err
		if v, ok := values[key]; ok && err == nil {
			out.value = v
		}
	}
}
