package demo

import (
	"math/rand/v2"
	"strings"
)

// nameLists are the parts invented names are put together from.
type nameLists struct {
	nameStyle `yaml:",inline"`
	Ethnic    []struct {
		Code, Style string
		Share       int
	}
	Styles    map[string]nameStyle
	Namesakes []string
	Schools   []string
	Jobs      []string
	Courses   []string
}

type nameStyle struct {
	Family       []string
	MaleMiddle   []string `yaml:"male_middle"`
	FemaleMiddle []string `yaml:"female_middle"`
	MaleGiven    []string `yaml:"male_given"`
	FemaleGiven  []string `yaml:"female_given"`
	Order        string   // given_first: "H'Hen Niê"; joined: "K'Brếp"
}

// groups are the ethnic groups, each as often as its share in ten thousand; the groups without a share get what is
// left, at least one each.
func (l *nameLists) groups(codes []string) []string {
	share := map[string]int{}
	left := 10000
	for _, e := range l.Ethnic {
		share[e.Code] = e.Share
		left -= e.Share
	}
	rest := 0
	for _, c := range codes {
		if share[c] == 0 {
			rest++
		}
	}
	var all []string
	for _, c := range codes {
		n := share[c]
		if n == 0 {
			n = max(1, left/max(rest, 1))
		}
		for range n {
			all = append(all, c)
		}
	}
	return all
}

// styleOf is how people of a group are named: the common way but for what the group's style replaces.
func (l *nameLists) styleOf(group string) nameStyle {
	s := l.nameStyle
	for _, e := range l.Ethnic {
		if e.Code != group || e.Style == "" {
			continue
		}
		own := l.Styles[e.Style]
		s.Order = own.Order
		for _, part := range []struct{ to, from *[]string }{{&s.Family, &own.Family}, {&s.MaleMiddle, &own.MaleMiddle},
			{&s.FemaleMiddle, &own.FemaleMiddle}, {&s.MaleGiven, &own.MaleGiven}, {&s.FemaleGiven, &own.FemaleGiven}} {
			if len(*part.from) > 0 {
				*part.to = *part.from
			}
		}
	}
	return s
}

// name invents a full name. A few people have no middle name.
func (s nameStyle) name(r *rand.Rand, female bool) string {
	family, middle, given := pick(r, s.Family), pick(r, s.MaleMiddle), pick(r, s.MaleGiven)
	if female {
		middle, given = pick(r, s.FemaleMiddle), pick(r, s.FemaleGiven)
	}
	switch {
	case s.Order == "given_first":
		return given + " " + family
	case s.Order == "joined":
		return family + given
	case middle == given || r.IntN(25) == 0:
		middle = ""
	}
	return strings.Join(strings.Fields(family+" "+middle+" "+given), " ")
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }
