package models

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"bienche/internal/fault"
)

// rank is how well a name answers a search, the first keys of the order: the least comes first.
type rank struct {
	marks, words int8
	tones        string
}

func (r rank) compare(o rank) int {
	return cmp.Or(cmp.Compare(r.marks, o.marks), cmp.Compare(r.words, o.words), strings.Compare(r.tones, o.tones))
}

func (r rank) keys() []string {
	return []string{strconv.Itoa(int(r.marks)), strconv.Itoa(int(r.words)), r.tones}
}

// rankOf computes for name i what relevance says of it.
func (f StaffQuery) rankOf(c *namesCopy, i int, typed, phrase string, letters int, short bool) (r rank) {
	if !strings.Contains(c.lowered.at(i), typed) {
		r.marks = 1
	}
	if short {
		return r
	}
	folded := c.folded.at(i)
	first := strings.Index(folded, phrase)
	switch {
	case first < 0:
		r.words = 2
	case !wholeWords(folded, phrase, first):
		r.words = 1
	}
	tones := c.tones.at(i)
	begin := min(utf8.RuneCountInString(folded[:max(first, 0)]), len(tones))
	r.tones = tones[begin:min(begin+letters, len(tones))]
	return r
}

// wholeWords tells whether phrase stands in s between spaces, at first or behind.
func wholeWords(s, phrase string, first int) bool {
	for at := first; ; {
		end := at + len(phrase)
		if (at == 0 || s[at-1] == ' ') && (end == len(s) || s[end] == ' ') {
			return true
		}
		next := strings.Index(s[at+1:], phrase)
		if next < 0 {
			return false
		}
		at += 1 + next
	}
}

// ranked is what a search has found: names of the same rank, the best rank first.
type ranked struct {
	groups []rankGroup
}

type rankGroup struct {
	rank
	places []int32 // in the copy, ascending
}

// rank finds all names that hold every word searched for, and ranks them.
func (f StaffQuery) rank(c *namesCopy, a *asked) *ranked {
	typed, short := f.typed(), f.short()
	letters := utf8.RuneCountInString(typed)
	found, index := &ranked{}, map[rank]int{}
	at := -1
	c.each(f.sought(a), func(i int) {
		r := f.rankOf(c, i, typed, a.Phrase, letters, short)
		if at < 0 || found.groups[at].rank != r {
			var ok bool
			if at, ok = index[r]; !ok {
				at = len(found.groups)
				index[r] = at
				found.groups = append(found.groups, rankGroup{rank: r})
			}
		}
		found.groups[at].places = append(found.groups[at].places, int32(i))
	})
	slices.SortFunc(found.groups, func(x, y rankGroup) int { return x.compare(y.rank) })
	return found
}

// sought is one word searched for, folded. A short one is searched at the beginning of given names, and as a family name.
type sought struct {
	word  string
	short bool
}

func (f StaffQuery) sought(a *asked) []sought {
	words := make([]sought, len(a.Words))
	for i, typed := range strings.Fields(f.Search) {
		words[i] = sought{a.Words[i], utf8.RuneCountInString(typed) <= shortWord}
	}
	return words
}

func (w sought) in(name string) bool {
	if !w.short {
		return strings.Contains(name, w.word)
	}
	given := name[strings.LastIndexByte(name, ' ')+1:]
	family, _, _ := strings.Cut(name, " ")
	return strings.HasPrefix(given, w.word) || family == w.word
}

// each calls found with every name that holds all words, in the order of the copy.
func (c *namesCopy) each(words []sought, found func(i int)) {
	slices.SortFunc(words, func(a, b sought) int { // what leaves the fewest names is looked for first
		switch {
		case a.short == b.short:
			return cmp.Compare(len(b.word), len(a.word))
		case a.short:
			return 1
		}
		return -1
	})
	check := func(i int, words []sought) {
		name := c.folded.at(i)
		for _, w := range words {
			if !w.in(name) {
				return
			}
		}
		found(i)
	}
	if words[0].short {
		for i := range c.ids {
			check(i, words)
		}
		return
	}
	for i, at := 0, 0; ; i++ { // one look through all names at once is faster than one for each
		next := strings.Index(c.folded.all[at:], words[0].word)
		if next < 0 {
			return
		}
		for at += next; int(c.folded.from[i+1]) <= at; i++ {
		}
		check(i, words[1:])
		at = int(c.folded.from[i+1])
	}
}

// position is where a page begins: behind one person of a name.
type position struct {
	rank
	place   int // of the name in the copy; -1: no such name
	nameID  int64
	staffID int64
}

// behind reads the cursor; nil at the beginning.
func (f StaffQuery) behind(c *namesCopy, a *asked) (*position, error) {
	if f.After == nil {
		return nil, nil
	}
	marks, err1 := strconv.ParseInt(f.After[0], 10, 8)
	words, err2 := strconv.ParseInt(f.After[1], 10, 8)
	id, err3 := strconv.ParseInt(f.After[4], 10, 64)
	if err := cmp.Or(err1, err2, err3); err != nil {
		return nil, fault.Bad("after", "fault.bad_cursor").Because(err)
	}
	return &position{rank{int8(marks), int8(words), f.After[2]}, slices.Index(c.ids, a.After), a.After, id}, nil
}

// next takes the ids of the next names behind a position, most at a time, with the rank of each.
func (found *ranked) next(c *namesCopy, from *position, most int) (ids []int64, ranks []rank) {
	for len(found.groups) > 0 && len(ids) < most {
		g := &found.groups[0]
		if from != nil {
			switch order := g.compare(from.rank); {
			case order < 0:
				g.places = nil
			case order == 0:
				begin, _ := slices.BinarySearch(g.places, int32(min(from.place, math.MaxInt32)))
				g.places = g.places[begin:]
			}
		}
		n := min(len(g.places), most-len(ids))
		for _, i := range g.places[:n] {
			ids, ranks = append(ids, c.ids[i]), append(ranks, g.rank)
		}
		if g.places = g.places[n:]; len(g.places) == 0 {
			found.groups = found.groups[1:]
		}
	}
	return ids, ranks
}
