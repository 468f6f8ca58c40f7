package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"bienche/internal/day"
	"bienche/rules"
)

type explainRulesCommand struct {
	lawFiles
	ID string `arg:"" help:"Id of a parameter, such as reduction.retirement_age.male, or of a catalogue, such as staff.grades."`
	On string `help:"The day (YYYY-MM-DD); default today."`
}

// Run prints what the law says on the day, and what it said before and will say after.
func (c explainRulesCommand) Run() error { return c.print(os.Stdout) }

func (c explainRulesCommand) print(out io.Writer) error {
	b, err := c.book()
	if err != nil {
		return err
	}
	on, err := dayOr(c.On, today())
	if err != nil {
		return err
	}
	p, ok := b.Parameter(c.ID)
	if !ok {
		return c.catalogue(out, b, on)
	}
	v, err := b.On(c.ID, on)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	line := func(key, text string) {
		if text == "" {
			return
		}
		// The lines of a table stand under one another.
		fmt.Fprintf(w, "%s:\t%s\n", c.say("rules.print."+key), strings.ReplaceAll(text, "\n", "\n\t"))
	}
	line("id", p.ID)
	line("label", p.Label.In(c.Lang))
	line("unit", p.Unit.In(c.Lang))
	line("value", p.Show(v, c.Lang))
	line("from", v.From.String())
	line("to", c.end(v))
	line("source", c.source(b, v))
	line("confidence", v.Confidence.In(c.Lang))
	line("note", v.Note)
	line("alternatives", strings.Join(p.OtherReadings(v, c.Lang), "\n"))
	before, after := p.Around(v)
	line("before", c.neighbour(p, before))
	line("after", c.neighbour(p, after))
	return w.Flush()
}

func (c explainRulesCommand) end(v rules.Value) string {
	if v.To.IsForever() {
		return c.say("rules.print.open")
	}
	return v.To.AddDays(-1).String()
}

func (c explainRulesCommand) source(b *rules.Book, v rules.Value) string {
	d, _ := b.Document(v.Cite.Document) // the loader holds that it is there
	return strings.Join(append([]string{v.Cite.String() + ": " + d.Title.In(c.Lang)}, d.Relations(c.Lang)...), "; ")
}

// neighbour is a value before or after, with its days and its citation.
func (c explainRulesCommand) neighbour(p *rules.Parameter, v *rules.Value) string {
	if v == nil {
		return c.say("rules.print.none")
	}
	return fmt.Sprintf("%s\n(%s - %s; %s)", p.Show(*v, c.Lang), v.From, c.end(*v), v.Cite)
}

// catalogue prints the members of a catalogue on the day.
func (c explainRulesCommand) catalogue(out io.Writer, b *rules.Book, on day.Day) error {
	entries, err := b.Entries(c.ID, on)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, e := range entries {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", e.Code, e.Label.In(c.Lang), e.From, e.Cite, e.Confidence.In(c.Lang))
	}
	return w.Flush()
}
