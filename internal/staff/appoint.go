package staff

import (
	"context"
	"slices"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/decision"
	"bienche/internal/fault"
	"bienche/internal/headcount"
	"bienche/internal/org"
	"bienche/internal/position"
	"bienche/models"
	"bienche/rules"
)

// Posts applies the lines of decisions that give people posts and pay, and end them.
type Posts struct{ Book *rules.Book }

// The reasons for which a decision starts and ends a post; the database knows the same, and more that no decision
// gives.
var (
	startReasons = []string{"RECRUITMENT", "CONTRACT", "TRANSFER", "POSITION_CHANGE", "ROTATION", "LEADER_SELECTION",
		"LEADER_APPOINTMENT", "REORGANISATION", "ADMISSION"}
	endReasons = []string{"RETIREMENT", "STAFF_REDUCTION", "RESIGNATION", "DISMISSAL", "DEATH", "TRANSFER_OUT", "CONTRACT_END"}
)

// staffClasses are the classes of people who hold posts.
var staffClasses = []string{"CADRE", "CIVIL_SERVANT", "PUBLIC_EMPLOYEE", "CONTRACT", "COMMUNE_NON_PROFESSIONAL",
	"VILLAGE_NON_PROFESSIONAL", "COMMUNE_EXTENSION"}

const maxTitle = 300

// nextPost is the reason for which a post ends when its holder takes another.
const nextPost = "NEXT_POST"

// Appoint gives a person a main post from the effective day on, and ends the present one on that day.
func (p *Posts) Appoint(ctx context.Context, tx *models.Tx, d *models.Decision, line decision.Appoint) (any, error) {
	// Load.
	person, err := hold(ctx, tx, line.Staff, "staff.core")
	if err != nil {
		return nil, err
	}
	posts, err := models.FactsIn[models.Appointment](tx, "staff_id = ? AND kind = 'MAIN'", person.ID)
	if err != nil {
		return nil, err
	}
	next, err := p.post(tx, d, line, posts)
	if err != nil {
		return nil, err
	}

	// Decide.
	before, err := succeed(tx, posts, next)
	if err != nil {
		return nil, err
	}
	if err := holdPlaces(ctx, tx, next); err != nil {
		return nil, err
	}

	// Write.
	applied := map[string]any{}
	if before != nil {
		if err := cut(tx, before, ending{on: d.EffectiveOn, reason: nextPost, decision: d.ID}); err != nil {
			return nil, err
		}
		applied["ended"] = before.ID
	}
	if err := models.Record(tx, next); err != nil {
		return nil, err
	}
	applied["appointment"] = next.ID
	return applied, models.TouchStaff(tx, person.ID)
}

// hold finds and locks a person on whom the viewer may issue decisions. Outside what the viewer may read a person is
// simply not found.
func hold(ctx context.Context, tx *models.Tx, id int64, object string) (*models.LockedStaff, error) {
	viewer := auth.ViewerOf(ctx)
	person, err := models.LockStaff(tx, id)
	if err != nil {
		return nil, err
	}
	if person == nil || !viewer.Scope("staff.core", "read").HasPerson(person.Place()) {
		return nil, fault.Unknown("staff").At("staff")
	}
	if !viewer.Scope(object, "issue").HasUnit(person.HomeUnitID) {
		return nil, missing(object, "issue").At("staff")
	}
	return person, decision.At("staff", acts(viewer, person, object, "issue"))
}

// acts asks for an act on a person at the very unit, so that the audit log names the lender of a grant by which alone it
// is allowed. One who never had a post belongs to no unit, and only the scope can tell.
func acts(viewer *auth.Viewer, person *models.LockedStaff, object, act string) error {
	if person.HomeUnitID == 0 || person.ID == viewer.StaffID {
		return nil
	}
	return viewer.May(object, act, person.HomeUnitID)
}

func missing(object, act string) *fault.Error {
	return fault.Missing(object + ":" + act)
}

// post is the post that a line gives. What it leaves out comes from the position, or the last post held.
func (p *Posts) post(tx *models.Tx, d *models.Decision, line decision.Appoint, posts []models.Appointment) (*models.Appointment, error) {
	if !slices.Contains(startReasons, line.Reason) {
		return nil, fault.Bad("reason", "fault.bad_choice", fault.Args{"value": line.Reason})
	}
	title, err := decision.Optional("title", line.Title, maxTitle)
	if err != nil {
		return nil, err
	}
	if title == "" && line.Position == nil {
		return nil, fault.Bad("position", "staff.no_post")
	}
	if err := headcount.CheckCategory(p.Book, line.Category, d.EffectiveOn); err != nil {
		return nil, err
	}
	of := &models.PositionOn{}
	if line.Position != nil {
		if of, err = position.On(tx, *line.Position, d.EffectiveOn); err != nil {
			return nil, err
		}
	}
	quotaUnit := line.Unit
	if line.QuotaUnit != nil {
		quotaUnit = *line.QuotaUnit
	}
	next := &models.Appointment{
		Fact:    models.Fact{ValidFrom: d.EffectiveOn, ValidTo: day.Forever, DecisionID: &d.ID},
		StaffID: line.Staff, UnitID: line.Unit, PositionID: line.Position, Title: title, Kind: "MAIN",
		Leadership: of.Leadership, Category: &line.Category, QuotaUnitID: &quotaUnit, StartReason: line.Reason,
	}
	if line.Leadership != nil {
		next.Leadership = *line.Leadership
	}
	if !slices.Contains([]string{"", "HEAD", "DEPUTY"}, next.Leadership) {
		return nil, fault.Bad("leadership", "fault.bad_choice", fault.Args{"value": next.Leadership})
	}
	next.StaffClass, err = classOf(line, posts, of)
	return next, err
}

// classOf is the class that a line gives, else that of the last post held, else that of the position.
func classOf(line decision.Appoint, posts []models.Appointment, of *models.PositionOn) (string, error) {
	class := of.StaffClass
	if len(posts) > 0 {
		class = posts[len(posts)-1].StaffClass
	}
	if line.StaffClass != nil {
		class = *line.StaffClass
	}
	if class == "" {
		return "", fault.Bad("staffClass", "fault.required")
	}
	if !slices.Contains(staffClasses, class) {
		return "", fault.Bad("staffClass", "fault.bad_choice", fault.Args{"value": class})
	}
	return class, nil
}

// succeed finds the post that next ends. It refuses a day on or before the start of a post that is held then or later.
// Where the present post was to end with the person's service, the next one does so instead.
func succeed(tx *models.Tx, posts []models.Appointment, next *models.Appointment) (*models.Appointment, error) {
	var before *models.Appointment
	for i := range posts {
		switch p := &posts[i]; {
		case !next.ValidFrom.Before(p.ValidTo):
		case !p.ValidFrom.Before(next.ValidFrom):
			return nil, overlaps(tx, p)
		default:
			before = p
		}
	}
	if before != nil && before.EndReason != "" && before.EndReason != nextPost && before.EndReason != "CONTRACT_END" {
		next.ValidTo, next.EndReason = before.ValidTo, before.EndReason
		next.EndDetail, next.EndDecisionID = before.EndDetail, before.EndDecisionID
	}
	return before, nil
}

// overlaps refuses an appointment that would stand beside another.
func overlaps(tx *models.Tx, other *models.Appointment) error {
	unit, err := models.HoldUnit(tx, other.UnitID, other.ValidFrom)
	if err != nil {
		return err
	}
	name := ""
	if unit != nil {
		name = unit.Name
	}
	return fault.New(fault.Conflict, "staff.appointment_overlap_with", fault.Args{
		"unit": name, "from": other.ValidFrom, "to": untilText(other.ValidTo),
	}).At("effectiveOn")
}

func untilText(to day.Day) any {
	if to.IsForever() {
		return fault.Ref("staff.open_end")
	}
	return to
}

// holdPlaces checks the rights at the unit and the quota unit of a post, and that both exist as long as it lasts.
func holdPlaces(ctx context.Context, tx *models.Tx, next *models.Appointment) error {
	stays := []org.Stay{{Unit: next.UnitID, Field: "unit", From: next.ValidFrom, To: next.ValidTo}}
	if *next.QuotaUnitID != next.UnitID {
		stays = append(stays, org.Stay{Unit: *next.QuotaUnitID, Field: "quotaUnit", From: next.ValidFrom, To: next.ValidTo})
	}
	for _, s := range stays {
		if _, err := org.Hold(ctx, tx, s); err != nil {
			return err
		}
		if err := auth.ViewerOf(ctx).May("staff.core", "issue", s.Unit); err != nil {
			return decision.At(s.Field, err)
		}
	}
	return nil
}

// ending is why a post ends on a day.
type ending struct {
	on       day.Day
	reason   string
	detail   string
	decision int64
}

// cut ends a post: what is left of it before the day is recorded anew with its end.
func cut(tx *models.Tx, post *models.Appointment, e ending) error {
	if err := models.CloseFact(tx, post.TableName(), post.ID); err != nil {
		return err
	}
	if !post.ValidFrom.Before(e.on) {
		return nil
	}
	left := *post
	left.ID, left.ClosedIn, left.ValidTo = 0, nil, e.on
	left.EndReason, left.EndDetail, left.EndDecisionID = e.reason, e.detail, &e.decision
	return models.Record(tx, &left)
}
