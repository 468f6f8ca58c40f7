package demo

import (
	"math/rand/v2"
	"sort"

	"bienche/internal/day"
	"bienche/rules"
)

// world is the province being made up: its units, people and decisions, told month by month. All chance comes from
// rng, so that one seed gives one province.
type world struct {
	plan  *plan
	lists bodyLists
	names nameLists
	book  *rules.Book
	rng   *rand.Rand
	today day.Day
	hash  func() (string, error) // of the accounts' password

	units     []*unit
	poolUnits map[string][]*unit
	tree      tree
	pools     map[string]*pool
	people    []*person
	entries   []quotaEntry
	decisions decisions
	positions catalogue
	vacancies []vacancy
	owed      owed

	codes        codes
	ratingLabels map[string]string
	failed       error // the first thing that the lists or the law could not give
}

// poolCodes are the pools in the order they are told; a map would be told in another order each time.
var poolCodes = []string{"ADMIN", "EDU", "OTHER", "CADRE", "COMMUNE_CS", "EXTENSION", "CONTRACT"}

// pool is the people of one kind who are in service now.
type pool struct {
	poolPlan
	active []*person
}

// person is one member of staff; birth and details are settled when the story is over.
type person struct {
	id     int64
	pool   *pool // while in service
	at     int   // place in pool.active
	inUnit int   // place in unit.people
	female bool
	elder  bool // came in before the record began, or late in life: may reach retirement
	posts  []appointment

	leftOn       day.Day // zero while in service
	leftReason   string
	leftDetail   string
	leftDecision int64

	name        string
	birth       day.Day
	recruitedOn day.Day
	career      career
}

// appointment is one main post.
type appointment struct {
	from, to   day.Day
	unit       *unit
	category   string
	class      string // staff class
	reason     string
	detail     string
	leadership string
	position   int64
	title      string
	decision   int64
	endReason  string
}

func (p *person) now() *appointment { return &p.posts[len(p.posts)-1] }

func (p *person) leadership() string { return p.now().leadership }

// on is the post a person holds on a day; nil when not in service.
func (p *person) on(d day.Day) *appointment {
	for i := range p.posts {
		if a := &p.posts[i]; !d.Before(a.from) && d.Before(a.to) {
			return a
		}
	}
	return nil
}

// newWorld reads the lists and settles the plan for so many posts.
func newWorld(o Options, book *rules.Book) (*world, error) {
	p, err := loadPlan(o.Staff)
	if err != nil {
		return nil, err
	}
	p.crowd += o.crowd
	w := &world{plan: p, book: book, today: o.Today, rng: rand.New(rand.NewPCG(o.Seed, 2011)),
		poolUnits: map[string][]*unit{}, pools: map[string]*pool{}, ratingLabels: map[string]string{}}
	if o.Hash != nil {
		w.hash = func() (string, error) { return o.Hash(o.Password) }
	}
	if err := readData("bodies.yaml", &w.lists); err != nil {
		return nil, err
	}
	if err := readData("names.yaml", &w.names); err != nil {
		return nil, err
	}
	if w.codes, err = readCodes(book); err != nil {
		return nil, err
	}
	for _, pp := range p.Pools {
		w.pools[pp.Code] = &pool{poolPlan: pp}
	}
	return w, nil
}

// enter brings a new person into a pool at a unit.
func (w *world) enter(pl *pool, a appointment) *person {
	p := &person{id: int64(len(w.people) + 1), pool: pl, female: w.rng.IntN(100) < femaleShare[pl.Code]}
	p.elder = a.reason == "OPENING_RECORD" || (a.detail == "ELECTION" && w.rng.IntN(3) > 0) || (a.reason == "CONTRACT" && w.rng.IntN(4) == 0)
	w.people = append(w.people, p)
	p.at = len(pl.active)
	pl.active = append(pl.active, p)
	w.post(p, a)
	w.begin(p)
	return p
}

// femaleShare is how many of a hundred in a pool are women (invented).
var femaleShare = map[string]int{"ADMIN": 34, "EDU": 76, "OTHER": 64, "CADRE": 24, "COMMUNE_CS": 42, "EXTENSION": 36, "CONTRACT": 40}

// post gives a person the next post: the one before ends that day.
func (w *world) post(p *person, a appointment) { w.postIn(p, p.pool, a) }

// postIn is post with a change of pool: the new post counts in the new category.
func (w *world) postIn(p *person, to *pool, a appointment) {
	if len(p.posts) > 0 {
		last := p.now()
		last.to, last.endReason = a.from, "NEXT_POST"
		w.vacate(p, a.from)
	}
	if to != p.pool {
		w.dropFromPool(p)
		p.pool, p.at = to, len(to.active)
		to.active = append(to.active, p)
	}
	a.to, a.category, a.class = day.Forever, to.Category, to.StaffClass
	if a.title == "" && a.position == 0 {
		a.position, a.title = w.seatFor(p, a)
	}
	p.posts = append(p.posts, a)
	u := a.unit
	p.inUnit = len(u.people)
	u.people = append(u.people, p)
	u.present[to.Code]++
	switch a.leadership {
	case "HEAD":
		u.head = p
	case "DEPUTY":
		u.deputy = append(u.deputy, p)
	}
}

// vacate takes a person out of the unit of the current post; a leader leaves a vacancy.
func (w *world) vacate(p *person, on day.Day) {
	u := p.now().unit
	last := len(u.people) - 1
	u.people[p.inUnit] = u.people[last]
	u.people[p.inUnit].inUnit = p.inUnit
	u.people = u.people[:last]
	u.present[p.pool.Code]--
	switch p.leadership() {
	case "HEAD":
		u.head = nil
		w.vacancies = append(w.vacancies, vacancy{u, "HEAD", on})
	case "DEPUTY":
		for i, d := range u.deputy {
			if d == p {
				u.deputy = append(u.deputy[:i], u.deputy[i+1:]...)
				break
			}
		}
		w.vacancies = append(w.vacancies, vacancy{u, "DEPUTY", on})
	}
}

// leave ends a person's service: the day of the act is the first out.
func (w *world) leave(p *person, reason, detail string, a act) {
	w.vacate(p, a.on)
	last := p.now()
	last.to, last.endReason = a.on, reason
	p.leftOn, p.leftReason, p.leftDetail, p.leftDecision = a.on, reason, detail, a.decision
	w.dropFromPool(p)
}

func (w *world) dropFromPool(p *person) {
	pl, last := p.pool, len(p.pool.active)-1
	pl.active[p.at] = pl.active[last]
	pl.active[p.at].at = p.at
	pl.active = pl.active[:last]
}

// choose finds somebody of a pool whom ok accepts; nil when there is nobody.
func (w *world) choose(pl *pool, ok func(*person) bool) *person {
	n := len(pl.active)
	if n == 0 {
		return nil
	}
	for range 60 {
		if p := pl.active[w.rng.IntN(n)]; ok(p) {
			return p
		}
	}
	start := w.rng.IntN(n)
	for i := range n {
		if p := pl.active[(start+i)%n]; ok(p) {
			return p
		}
	}
	return nil
}

// vacantUnit is the emptiest of a few units of a pool drawn at chance, half of them by their people, so that large
// units are not forgotten among many small ones.
func (w *world) vacantUnit(code string) *unit {
	units, active := w.unitsOf(code), w.pools[code].active
	best := pick(w.rng, units)
	for i := range 11 {
		u := pick(w.rng, units)
		if i%2 == 0 && len(active) > 0 {
			u = pick(w.rng, active).now().unit
		}
		if !u.frozen && u.posts[code]-u.present[code] > best.posts[code]-best.present[code] {
			best = u
		}
	}
	return best
}

// apportion shares n among weights: each its part rounded down, and what is left one by one to the largest
// remainders.
func apportion(n int, weights []int) []int {
	sum := 0
	for _, x := range weights {
		sum += x
	}
	out := make([]int, len(weights))
	if sum == 0 {
		return out
	}
	order := make([]int, len(weights))
	left := n
	for i, x := range weights {
		order[i] = i
		out[i] = n * x / sum
		left -= out[i]
	}
	sort.SliceStable(order, func(a, b int) bool {
		return n*weights[order[a]]%sum > n*weights[order[b]]%sum
	})
	for i := range left {
		out[order[i]]++
	}
	return out
}
