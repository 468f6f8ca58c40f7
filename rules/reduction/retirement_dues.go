package reduction

import (
	"bienche/internal/day"
	"bienche/rules"
)

// RetirementDues are the days by which the papers of a retirement must be out.
type RetirementDues struct {
	NoticeBy   day.Day // thông báo nghỉ hưu
	DecisionBy day.Day // quyết định nghỉ hưu
}

// RetirementDates are the days by which somebody whose pension starts on a day must have the notice and the decision.
// It refuses a day that the law loaded does not cover with NOT_COVERED.
func RetirementDates(w *rules.Work, pensionFrom day.Day) (RetirementDues, error) {
	notice, err := before(w, "notice", pensionFrom)
	if err != nil {
		return RetirementDues{}, err
	}
	decision, err := before(w, "decision", pensionFrom)
	return RetirementDues{NoticeBy: notice, DecisionBy: decision}, err
}

func before(w *rules.Work, paper string, pensionFrom day.Day) (day.Day, error) {
	months, source, err := w.Whole("reduction.retirement."+paper+"_months", pensionFrom)
	if err != nil {
		return day.Day{}, err
	}
	due := pensionFrom.AddMonths(-months)
	w.AddDay(rules.Say("retirement."+paper), rules.Say("retirement.before_how", "day", pensionFrom, "months", months, "due", due), due, source)
	return due, nil
}
