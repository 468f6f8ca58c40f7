package exchange

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"
)

// write stores new people and records every fact that differs from what is known.
func (p *people) write(ctx context.Context) error {
	if err := p.addPeople(ctx); err != nil {
		return err
	}
	if err := p.addClasses(ctx); err != nil {
		return err
	}
	if err := p.startStates(ctx); err != nil {
		return err
	}
	all := append([]facts{positionFacts()}, staffFacts()...)
	changed, err := p.settle(ctx, all)
	if err != nil || p.changed == 0 {
		return err
	}
	if err := p.checkScope(ctx); err != nil || p.found.count > 0 {
		return err
	}
	var ids []string
	for _, f := range staffFacts() {
		ids = append(ids, "SELECT staff_id FROM "+f.stage)
	}
	if _, err := p.stage.exec(ctx, "count the versions of records", `UPDATE staff_member m SET version = m.version + 1
		FROM (`+strings.Join(ids, " UNION ")+`) c WHERE c.staff_id = m.id
			AND NOT EXISTS (SELECT FROM stage.person s WHERE s.staff_id = m.id AND s.fresh)`); err != nil {
		return err
	}
	return p.record(ctx, all, changed)
}

// addPeople stores the people who are new and names the owner of every staged row.
func (p *people) addPeople(ctx context.Context) error {
	steps := []string{
		`UPDATE stage.person s SET staff_id = m.id FROM staff_member m WHERE s.fresh AND m.code = s.ref`,
		`INSERT INTO staff_name (name) SELECT DISTINCT full_name FROM stage.core ORDER BY 1 ON CONFLICT DO NOTHING`,
		`UPDATE stage.core s SET name_id = n.id FROM staff_name n WHERE n.name = s.full_name`,
	}
	for _, f := range staffFacts() {
		steps = append(steps, "UPDATE "+f.stage+" s SET staff_id = p.staff_id FROM stage.person p WHERE p.ref = s.ref")
	}
	if _, err := p.stage.exec(ctx, "add people", `INSERT INTO staff_member (code, recorded_in)
		SELECT ref, $1 FROM stage.person WHERE fresh ORDER BY row_no`, p.tx.AuditID); err != nil {
		return err
	}
	for _, s := range steps {
		if _, err := p.stage.exec(ctx, "name the people", s); err != nil {
			return err
		}
	}
	return nil
}

// addClasses stores the training classes that are new.
func (p *people) addClasses(ctx context.Context) error {
	b := &pgx.Batch{}
	for code, c := range p.classes {
		b.Queue(`INSERT INTO training_class (code, title, kind, starts_on, ends_on, recorded_in)
			VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`, code, c.title, c.kind, c.from, c.to, p.tx.AuditID)
	}
	if b.Len() > 0 {
		if err := p.tx.Pgx.SendBatch(ctx, b).Close(); err != nil {
			return err
		}
	}
	_, err := p.stage.exec(ctx, "find the classes", `UPDATE stage.training s SET class_id = c.id FROM training_class c WHERE c.code = s.class_code`)
	return err
}

// startStates gives the states that name no day one of their own: for new people the day they came, else today. What
// is first known of a new person holds from the first post on, so that the record of that day has a name.
func (p *people) startStates(ctx context.Context) error {
	t := p.tables[0]
	for _, f := range []facts{coreFacts(), identityFacts(), partyFacts()} {
		_, err := p.stage.exec(ctx, "start the states", `UPDATE `+f.stage+` s SET valid_from = CASE
				WHEN p.fresh THEN least(s.valid_from, p.first_day, c.recruited_on, $1::date)
				ELSE coalesce(s.valid_from, $1::date) END
			FROM stage.person p JOIN stage.core c ON c.ref = p.ref WHERE p.ref = s.ref`, p.today)
		if err != nil {
			return err
		}
	}
	for _, k := range []struct {
		f    facts
		keys []string
	}{
		{coreFacts(), []string{"other_names", "recruited_on", "recruited_by", "prior_occupation", "strength"}},
		{identityFacts(), keysOf(identityColumns())},
		{partyFacts(), keysOf(partyColumns())},
	} {
		if err := p.stage.keep(ctx, k.f, t.missing(k.keys)); err != nil {
			return err
		}
	}
	return nil
}

// checkScope refuses posts in units outside the scope, unless they are known already.
func (p *people) checkScope(ctx context.Context) error {
	if p.scope.All {
		return nil
	}
	for _, f := range []facts{mainPostFacts(), sidePostFacts()} {
		for _, c := range [][2]string{{"unit_id", "unit_code"}, {"quota_unit_id", "quota_unit_code"}} {
			err := p.report(ctx, "exchange.unknown_unit", `SELECT s.sheet, s.row_no, '`+c[1]+`', u.code, ''
				FROM `+f.stage+` s JOIN org_unit u ON u.id = s.`+c[0]+` WHERE NOT s.`+c[0]+` = ANY($1)`, p.scope.Units)
			if err != nil {
				return err
			}
		}
	}
	return nil
}
