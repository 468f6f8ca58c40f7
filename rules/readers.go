package rules

import (
	"fmt"
	"slices"
)

// Calculator is a computation that reads the law: its name, and samples of its use that together go down every path
// on which it reads a parameter.
type Calculator struct {
	Code    string // as the API names it, such as separationBenefit
	Label   Label
	Samples []func(*Work) error
}

// Readers tells which calculators read a parameter.
type Readers map[string][]Calculator

// Readers runs the samples of calculators and notes what each read. An error names the sample that did not run: then
// what reads it is not known.
func (b *Book) Readers(calculators []Calculator) (Readers, error) {
	all := Readers{}
	for _, c := range calculators {
		for i, sample := range c.Samples {
			w := b.Begin(nil)
			if err := sample(w); err != nil {
				return nil, fmt.Errorf("rules: sample %d of %s: %w", i+1, c.Code, err)
			}
			for _, id := range w.ReadIDs() {
				if !slices.ContainsFunc(all[id], func(o Calculator) bool { return o.Code == c.Code }) {
					all[id] = append(all[id], c)
				}
			}
		}
	}
	return all, nil
}
