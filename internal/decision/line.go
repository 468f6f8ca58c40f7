package decision

import (
	"github.com/shopspring/decimal"

	"bienche/internal/day"
)

// The kinds of line, and what each does.
const (
	KindAppoint        = "staff.appoint"
	KindEndAppointment = "staff.end_appointment"
	KindSetPay         = "staff.set_pay"
	KindQuota          = "headcount.quota"
	KindEstablish      = "org.establish"
	KindChange         = "org.change"
	KindDissolve       = "org.dissolve"
	KindSetSeats       = "position.set_seats"
	KindAllowChoice    = "rule.allow_choice"
)

// Line is one effect of a decision: exactly one of its members is given.
type Line struct {
	Appoint        *Appoint        `json:"appoint,omitempty"`
	EndAppointment *EndAppointment `json:"endAppointment,omitempty"`
	SetPay         *SetPay         `json:"setPay,omitempty"`
	Quota          *Quota          `json:"quota,omitempty"`
	EstablishUnit  *EstablishUnit  `json:"establishUnit,omitempty"`
	ChangeUnit     *ChangeUnit     `json:"changeUnit,omitempty"`
	DissolveUnit   *DissolveUnit   `json:"dissolveUnit,omitempty"`
	SetSeats       *SetSeats       `json:"setSeats,omitempty"`

	AllowRuleChoice *AllowRuleChoice `json:"allowRuleChoice,omitempty"`
}

// Appoint (bổ nhiệm, điều động, tiếp nhận) gives a person a main post from the effective day on; it ends the present
// one.
type Appoint struct {
	Staff      int64   `json:"staff" id:"staff"`
	Unit       int64   `json:"unit" id:"unit"`
	Position   *int64  `json:"position,omitempty" id:"position"`
	Title      *string `json:"title,omitempty"`
	StaffClass *string `json:"staffClass,omitempty"`
	Category   string  `json:"category"`
	QuotaUnit  *int64  `json:"quotaUnit,omitempty" id:"unit"`
	Leadership *string `json:"leadership,omitempty"`
	Reason     string  `json:"reason"`
}

// EndAppointment (nghỉ hưu, thôi việc, chuyển ra ngoài tỉnh, …) ends all posts of a person: the effective day is the
// first day without them.
type EndAppointment struct {
	Staff  int64   `json:"staff" id:"staff"`
	Reason string  `json:"reason"`
	Detail *string `json:"detail,omitempty"`
}

// SetPay (xếp lương, nâng bậc, nâng ngạch) sets grade, step and coefficients from the effective day on.
type SetPay struct {
	Staff              int64            `json:"staff" id:"staff"`
	Grade              string           `json:"grade"`
	Step               *int             `json:"step,omitempty"`
	Coefficient        *decimal.Decimal `json:"coefficient,omitempty"`
	BeyondFramePercent *decimal.Decimal `json:"beyondFramePercent,omitempty"`
	ReserveCoefficient *decimal.Decimal `json:"reserveCoefficient,omitempty"`
	PositionAllowance  *decimal.Decimal `json:"positionAllowance,omitempty"`
	StepSince          *day.Day         `json:"stepSince,omitempty"`
	Reason             string           `json:"reason"`
}

// Quota (giao, điều chỉnh, điều chuyển, cho mượn, thu hồi biên chế) is an entry of the ledger. Until is the first day
// on which the posts are back.
type Quota struct {
	Act      string   `json:"act"`
	Category string   `json:"category"`
	Tranche  *string  `json:"tranche,omitempty"`
	Funding  *string  `json:"funding,omitempty"`
	Giver    *int64   `json:"giver,omitempty" id:"unit"`
	Receiver *int64   `json:"receiver,omitempty" id:"unit"`
	Posts    int      `json:"posts"`
	Until    *day.Day `json:"until,omitempty"`
}

// EstablishUnit (thành lập) founds a unit below another.
type EstablishUnit struct {
	Code      string  `json:"code"`
	Name      string  `json:"name"`
	ShortName *string `json:"shortName,omitempty"`
	Kind      string  `json:"kind"`
	Parent    int64   `json:"parent" id:"unit"`
	Field     *string `json:"field,omitempty"`
}

// ChangeUnit (đổi tên, chuyển cơ quan chủ quản, đổi loại) changes what is given and leaves the rest.
type ChangeUnit struct {
	Unit      int64   `json:"unit" id:"unit"`
	Name      *string `json:"name,omitempty"`
	ShortName *string `json:"shortName,omitempty"`
	Kind      *string `json:"kind,omitempty"`
	Parent    *int64  `json:"parent,omitempty" id:"unit"`
	Field     *string `json:"field,omitempty"`
}

// DissolveUnit (giải thể, hợp nhất, sáp nhập, chia tách) ends an empty unit. The first successor inherits access to
// its records.
type DissolveUnit struct {
	Unit       int64   `json:"unit" id:"unit"`
	Successors []int64 `json:"successors,omitempty" id:"unit"`
	Kind       *string `json:"kind,omitempty"`
}

// SetSeats (số vị trí) sets how many seats of a position a unit has.
type SetSeats struct {
	Unit     int64 `json:"unit" id:"unit"`
	Position int64 `json:"position" id:"position"`
	Seats    int   `json:"seats"`
}

// AllowRuleChoice allows what is chosen where the law leaves a choice, or in place of the law. What is chosen, and from when, is
// entered and approved by itself.
type AllowRuleChoice struct {
	Parameter string `json:"parameter"`
}

// part is a line with the names of its one member.
type part struct {
	kind    string
	member  string // as the API spells it
	subject string // what a decision is about that has only such lines
	staffID int64  // the person concerned; 0 for none
	payload any
}

// parts are the members of a line that are given.
func (l Line) parts() []part {
	var all []part
	if p := l.Appoint; p != nil {
		all = append(all, part{KindAppoint, "appoint", "APPOINTMENT", p.Staff, p})
	}
	if p := l.EndAppointment; p != nil {
		all = append(all, part{KindEndAppointment, "endAppointment", "SEPARATION", p.Staff, p})
	}
	if p := l.SetPay; p != nil {
		all = append(all, part{KindSetPay, "setPay", "PAY", p.Staff, p})
	}
	if p := l.Quota; p != nil {
		all = append(all, part{KindQuota, "quota", "QUOTA", 0, p})
	}
	if p := l.EstablishUnit; p != nil {
		all = append(all, part{KindEstablish, "establishUnit", "ORGANISATION", 0, p})
	}
	if p := l.ChangeUnit; p != nil {
		all = append(all, part{KindChange, "changeUnit", "ORGANISATION", 0, p})
	}
	if p := l.DissolveUnit; p != nil {
		all = append(all, part{KindDissolve, "dissolveUnit", "ORGANISATION", 0, p})
	}
	if p := l.SetSeats; p != nil {
		all = append(all, part{KindSetSeats, "setSeats", "POSITION", 0, p})
	}
	if p := l.AllowRuleChoice; p != nil {
		all = append(all, part{KindAllowChoice, "allowRuleChoice", "RULE", 0, p})
	}
	return all
}
