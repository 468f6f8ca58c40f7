package demo

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"bienche/internal/day"
	"bienche/policies"
)

// Account is a demo account as the program prints it.
type Account struct{ Username, DisplayName, Role string }

// account is who may sign in to the demo: a role at a body ("" is the province), and for staff the person.
type account struct {
	username, name, role, body string
}

const scienceAndTech = "Sở Khoa học và Công nghệ"

var accounts = []account{
	{"quantri", "Quản trị hệ thống", policies.SystemAdministrator, ""},
	{"lanhdaotinh", "Lãnh đạo Ủy ban nhân dân tỉnh", policies.ProvincialLeader, ""},
	{"lanhdao", "Lãnh đạo Sở Nội vụ", policies.HomeAffairsLeader, ""},
	{"chuyenvien", "Chuyên viên Sở Nội vụ", policies.HomeAffairsOfficer, ""},
	{"nhansu", "Chuyên viên tổ chức cán bộ, " + scienceAndTech, policies.AgencyPersonnelOfficer, scienceAndTech},
	{"thutruong", "Thủ trưởng " + scienceAndTech, policies.AgencyHead, scienceAndTech},
	{"thanhtra", "Thanh tra viên", policies.Inspector, ""},
	{"canhan", "Công chức " + scienceAndTech, policies.StaffMember, scienceAndTech},
}

// addAccounts makes the demo accounts, all with one password. The staff member's is linked to a person.
func addAccounts(ctx context.Context, conn *pgx.Conn, w *world, audit int64) error {
	for _, a := range accounts {
		hash, err := w.hash()
		if err != nil {
			return fmt.Errorf("hash the password of %s: %w", a.username, err)
		}
		body := w.bodyNamed(a.body)
		var staff *int64
		if a.role == policies.StaffMember {
			if p := w.somebodyOf(body); p != nil {
				staff = &p.id
			}
		}
		var id int64
		err = conn.QueryRow(ctx, `INSERT INTO app_user (username, display_name, password_hash, staff_id, recorded_in) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
			a.username, a.name, hash, staff, audit).Scan(&id)
		if err != nil {
			return fmt.Errorf("add the account %s: %w", a.username, err)
		}
		_, err = conn.Exec(ctx, `INSERT INTO role_grant (user_id, role, unit_id, decision_number, valid_from, recorded_in) VALUES ($1, $2, $3, $4, $5, $6)`,
			id, a.role, body.id, "Số liệu minh hoạ", day.Of(w.today.Year(), 1, 1), audit)
		if err != nil {
			return fmt.Errorf("grant %s to %s: %w", a.role, a.username, err)
		}
	}
	return nil
}

// bodyNamed is a provincial body by its name, or the province itself.
func (w *world) bodyNamed(name string) *unit {
	for _, b := range w.tree.bodies {
		if b.versions[0].name == name {
			return b
		}
	}
	return w.tree.province
}

// somebodyOf is a member of staff of a body who leads nothing; of those in service the one who came first.
func (w *world) somebodyOf(body *unit) *person {
	for _, p := range w.people {
		if p.leftOn.IsZero() && p.leadership() == "" && p.now().unit.agency == body && p.now().category == "ADMINISTRATIVE" {
			return p
		}
	}
	return nil
}
