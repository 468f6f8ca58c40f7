package demo

import (
	"math/rand/v2"

	"bienche/internal/day"
)

// mostTold is how many posts a province may have whose story is told in full. A larger one is the published province and a
// crowd: people in service since crowdOpening beside those of the story, each in the post, grade and step of one of them,
// with a short record. So a load of millions stays within some gigabytes and minutes.
const mostTold = 120_000

// crowdOpening is the day on which the crowd comes in: the first of the two-tier model, whose units are those of today.
var crowdOpening = day.Of(2025, 7, 1)

// stock are the people in service without a leading post, whom the crowd follows.
func (w *world) stock() []*person {
	var all []*person
	for _, p := range w.people {
		if p.leftOn.IsZero() && p.now().leadership == "" {
			all = append(all, p)
		}
	}
	return all
}

// crowdPosts gives the units a post for each person of the crowd.
func (w *world) crowdPosts() {
	if w.plan.crowd == 0 {
		return
	}
	stock := w.stock()
	change := map[*unit]map[string]int{}
	for i, p := range stock {
		a := p.now()
		if change[a.unit] == nil {
			change[a.unit] = map[string]int{}
		}
		change[a.unit][a.category] += w.plan.crowd / len(stock)
		if i < w.plan.crowd%len(stock) {
			change[a.unit][a.category]++
		}
	}
	w.writeQuotas(crowdOpening, change)
}

// writeCrowd writes the crowd: who each person is, the post, the pay, a degree and the ratings since.
func (w *writer) writeCrowd() {
	stock := w.stock()
	pays := make([]pay, len(stock))
	for i, p := range stock {
		history := w.payHistory(p)
		pays[i] = history[len(history)-1]
	}
	for i := range w.plan.crowd {
		like, pay := stock[i%len(stock)], pays[i%len(stock)]
		id := int64(len(w.people) + i + 1)
		r := rand.New(rand.NewPCG(uint64(id), 54))
		post := *like.now()
		post.from, post.to = day.Max(post.from, crowdOpening), day.Forever
		post.reason, post.detail, post.decision = "OPENING_RECORD", "", 0
		p := &person{id: id, female: like.female, posts: []appointment{post}, recruitedOn: like.recruitedOn, career: like.career,
			birth: firstOfMonth(like.birth).AddDays(r.IntN(28))}
		w.writeCore(p, r, w.groups[r.IntN(len(w.groups))])
		w.writePosts(p)
		t := w.into("staff_pay", "staff_id, grade, step, coefficient, step_since, reason"+factTail).
			int(id).str(pay.grade).int(int64(pay.step)).str(pay.class.Coefficient(pay.step).StringFixed(2)).date(pay.since).str("OPENING_RECORD")
		w.fact(t, post.from, day.Forever, 0)
		t = w.into("qualification", "staff_id, kind, level, major, school, mode"+factTail).
			int(id).str("PROFESSIONAL").str(w.levelOf(p, r)).str(majorOf(p, r)).str(pick(r, w.names.Schools)).str("Chính quy")
		w.fact(t, day.Min(day.Of(p.birth.Year()+22, 7, 1), p.recruitedOn), day.Forever, 0)
		w.writeRatings(p, r)
	}
}
