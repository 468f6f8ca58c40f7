package main

import (
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

type rulesCommands struct {
	Check   checkRulesCommand   `cmd:"" help:"Read the law and list everything that is wrong with its files."`
	List    listRulesCommand    `cmd:"" help:"List parameters or documents of the law."`
	Explain explainRulesCommand `cmd:"" help:"Say what a parameter or a catalogue is on a day, and by which article."`
}

// lawFiles are flags of every command on the law.
type lawFiles struct {
	Files string `placeholder:"DIR" help:"Read the law from this folder (the project's rules/) instead of the program's own."`
	Lang  string `enum:"vi,en" default:"vi" help:"vi or en."`
}

// read is the law of the flags, and every flaw of it.
func (l lawFiles) read() (*rules.Book, []rules.Flaw) {
	if l.Files == "" {
		return rules.Flaws(rules.Files())
	}
	return rules.Flaws(os.DirFS(l.Files))
}

// book is the law of the flags, refused when anything is wrong with it.
func (l lawFiles) book() (*rules.Book, error) {
	b, flaws := l.read()
	if len(flaws) > 0 {
		return nil, fault.New(fault.RuleViolation, "rules.check.flaws", fault.Args{"count": len(flaws)})
	}
	return b, nil
}

func (l lawFiles) say(key string) string { return fault.Text(l.Lang, key, nil) }

type checkRulesCommand struct{ lawFiles }

// Run lists the flaws of the law; the program ends with 1 when there are any.
func (c checkRulesCommand) Run() error { return c.print(os.Stdout) }

func (c checkRulesCommand) print(out io.Writer) error {
	b, flaws := c.read()
	for _, f := range flaws {
		fmt.Fprintln(out, f.In(c.Lang))
	}
	if len(flaws) > 0 {
		return fault.New(fault.RuleViolation, "rules.check.flaws", fault.Args{"count": len(flaws)})
	}
	_, err := fmt.Fprintln(out, b.Counts(c.Lang), c.say("rules.check.good"))
	return err
}

type listRulesCommand struct {
	lawFiles
	Search    string `help:"Words that must stand in the name, the id, or a document's number or title; marks do not matter."`
	Document  string `help:"Number of a document that a value rests on, such as 135/2020/NĐ-CP."`
	On        string `help:"Only what is in force on this day (YYYY-MM-DD), with its value of that day; default: all, with the last value."`
	Documents bool   `help:"List documents instead of parameters."`
	Markdown  bool   `help:"Write all of the law as Markdown (docs/rules.md)."`
}

// Run prints the list as a table, or as Markdown.
func (c listRulesCommand) Run() error { return c.print(os.Stdout) }

func (c listRulesCommand) print(out io.Writer) error {
	b, err := c.book()
	if err != nil {
		return err
	}
	if c.Markdown {
		return b.Markdown(out, c.Lang)
	}
	on, err := dayOr(c.On, day.Day{})
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	if c.Documents {
		for _, d := range b.SearchDocuments(c.Search, on) {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", d.Number, d.From, d.Confidence.In(c.Lang), d.Title.In(c.Lang))
		}
		return w.Flush()
	}
	for _, p := range b.Search(rules.Query{Words: c.Search, Document: c.Document, On: on}) {
		v := p.Values[len(p.Values)-1]
		if !on.IsZero() {
			if v, err = b.On(p.ID, on); err != nil {
				return err
			}
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", p.ID, c.short(p, v), v.From, v.Cite, v.Confidence.In(c.Lang), p.Label.In(c.Lang))
	}
	return w.Flush()
}

// short is a value on one line: of a table, how many rows it has.
func (c listRulesCommand) short(p *rules.Parameter, v rules.Value) string {
	if n := len(v.Rows); n > 0 {
		return fault.Text(c.Lang, "rules.print.rows", fault.Args{"count": n})
	}
	return p.Show(v, c.Lang)
}
