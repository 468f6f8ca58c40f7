package staff

import (
	"errors"
	"sort"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/rules/reduction"
)

// firstBirth and lastBirth bound the births that are looked among for those who retire in a period.
var firstBirth, lastBirth = day.Of(1900, 1, 1), day.Of(2100, 1, 1)

// births are whose pension starts within the filter's days, under normal working conditions: for each sex the births from one
// month to another, since nobody retires before those born earlier.
func (s *Service) births(f Filter) ([]models.BirthSpan, error) {
	from, to := firstBirth, lastBirth
	if f.RetiresFrom != nil {
		from = *f.RetiresFrom
	}
	if f.RetiresTo != nil {
		to = *f.RetiresTo
	}
	if to.Before(from) {
		return nil, fault.Bad("filter.retiresTo", "fault.before", fault.Args{"from": from})
	}
	var spans []models.BirthSpan
	for _, sex := range []reduction.Sex{reduction.Female, reduction.Male} {
		first := firstBirth // without a first day also those who retired before any law that is loaded
		if f.RetiresFrom != nil {
			var err error
			if first, err = s.firstToRetire(sex, from); err != nil {
				return nil, err
			}
		}
		next, err := s.firstToRetire(sex, to.AddDays(1))
		if err != nil {
			return nil, err
		}
		spans = append(spans, models.BirthSpan{Sex: string(sex), From: first, To: next})
	}
	return spans, nil
}

// firstToRetire is the first month of births whose pension starts on a day or later.
func (s *Service) firstToRetire(sex reduction.Sex, from day.Day) (day.Day, error) {
	var failed error
	months := (lastBirth.Year() - firstBirth.Year()) * 12
	n := sort.Search(months, func(n int) bool {
		r, err := reduction.RetirementMonth(s.Book, firstBirth.AddMonths(n), sex, false)
		if f, ok := errors.AsType[*fault.Error](err); ok && f.Code == fault.NotCovered {
			return false // so long ago that no law is loaded
		}
		failed = errors.Join(failed, err)
		return !r.PensionFrom.Before(from)
	})
	return firstBirth.AddMonths(n), failed
}
