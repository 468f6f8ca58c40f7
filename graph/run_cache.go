package graph

import (
	"container/list"
	"crypto/sha256"
	"sync"
)

// cacheBytes is how much memory kept documents take: some 1,700 of the application's own. What one takes is reckoned by
// what its tokens (their places, the parsed document) and the keys of its answer (two plans) take on average.
const (
	cacheBytes = 32 << 20
	tokenBytes = 140
	keyBytes   = 430
)

// docCache keeps the documents used last, by the SHA-256 of their text.
type docCache struct {
	mu     sync.Mutex
	most   int        // bytes
	weight int        // bytes
	order  *list.List // of *queryDoc, used last in front
	byKey  map[[sha256.Size]byte]*list.Element
}

func newCache(most int) *docCache {
	return &docCache{most: most, order: list.New(), byKey: map[[sha256.Size]byte]*list.Element{}}
}

func (c *docCache) get(key [sha256.Size]byte) *queryDoc {
	c.mu.Lock()
	defer c.mu.Unlock()
	el := c.byKey[key]
	if el == nil {
		return nil
	}
	c.order.MoveToFront(el)
	return el.Value.(*queryDoc)
}

// put keeps d unless it is too large to be worth a tenth of the cache.
func (c *docCache) put(d *queryDoc) {
	if d.weight > c.most/10 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byKey[d.key] != nil {
		return
	}
	c.byKey[d.key] = c.order.PushFront(d)
	c.weight += d.weight
	for c.weight > c.most {
		last := c.order.Back()
		old := c.order.Remove(last).(*queryDoc)
		delete(c.byKey, old.key)
		c.weight -= old.weight
	}
}
