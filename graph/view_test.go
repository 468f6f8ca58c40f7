package graph

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
)

// newViewWorld is the small province in which users save views; the serial numbers go on behind the fixed ones.
func newViewWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.exec("SELECT setval(pg_get_serial_sequence('audit_log', 'id'), 1000)")
	w.user("chuyenvien", "home_affairs_officer", 1, 0)
	return w
}

// saving is a request to save a view; what stands in it can be replaced. The same pairs are the same request.
func saving(pairs ...string) string {
	q := `mutation { saveView(input: {clientRequestId: "%req", list: "staff", name: "%name", search: "%search"%more}) {
		view { id list name search sharing unit { code } mine ownerName version } } }`
	return fill(fill(q, pairs...), "%req", fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(pairs, " "))))[:20], "%name", "Sắp nghỉ hưu", "%search", "class=CADRE&sort=UNIT", "%more", "")
}

const viewsOfStaff = `{ savedViews(list: "staff") { id name sharing mine ownerName version unit { code } } }`

func TestASavedViewIsKeptChangedAndDeletedByItsOwner(t *testing.T) {
	w := newViewWorld(t)
	made := w.must("nhansu", saving("%search", "?class=CADRE&q=nguy%E1%BB%85n"))
	again := w.must("nhansu", saving("%search", "?class=CADRE&q=nguy%E1%BB%85n"))
	if made.raw != again.raw {
		t.Errorf("the same request answered %s and then %s", made.raw, again.raw)
	}
	view := made.at("saveView", "view").(map[string]any)
	if view["search"] != "class=CADRE&q=nguy%E1%BB%85n" || view["sharing"] != "PRIVATE" || view["mine"] != true || view["ownerName"] != "nhansu" || view["version"] != 1.0 {
		t.Errorf("saved %v", view)
	}
	id := view["id"].(string)
	change := fmt.Sprintf(`, id: %q, version: 1, sharing: "UNIT", unit: %q`, id, unitID(2))
	changed := w.must("nhansu", saving("%name", "Đơn vị tôi", "%more", change))
	if v := changed.at("saveView", "view").(map[string]any); v["id"] != id || v["version"] != 2.0 || v["name"] != "Đơn vị tôi" || changed.at("saveView", "view", "unit", "code") != "T.A" {
		t.Errorf("changed to %v", v)
	}
	stale := w.ask("nhansu", saving("%name", "Lần nữa", "%more", change))
	if len(stale.Errors) != 1 || stale.Errors[0].Extensions.Code != "CONFLICT" || stale.Errors[0].Extensions.Field != "version" {
		t.Errorf("an old version: %s", stale.raw)
	}
	drop := func(req string, version int) string {
		return fmt.Sprintf(`mutation { deleteView(input: {clientRequestId: %q, id: %q, version: %d}) { id } }`, req, id, version)
	}
	if a := w.ask("nhansu", drop("x", 1)); len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "CONFLICT" {
		t.Errorf("deleting an old version: %s", a.raw)
	}
	for range 2 { // the same request again answers the same
		if a := w.must("nhansu", drop("y", 2)); a.at("deleteView", "id") != id {
			t.Errorf("deleted %s", a.raw)
		}
	}
	if a := w.ask("nhansu", drop("z", 2)); len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "NOT_FOUND" {
		t.Errorf("deleting what is gone: %s", a.raw)
	}
	if a := w.must("nhansu", viewsOfStaff); len(a.at("savedViews").([]any)) != 0 {
		t.Errorf("left %s", a.raw)
	}
	var actions string
	if err := w.owner.QueryRow(t.Context(), `SELECT string_agg(action, ' ' ORDER BY id) FROM audit_log WHERE object_kind = 'view'`).Scan(&actions); err != nil {
		t.Fatal(err)
	}
	if actions != "exchange.save_view exchange.save_view exchange.delete_view" {
		t.Errorf("the audit log has %s", actions)
	}
}

func TestASharedViewIsSeenByThoseItIsFor(t *testing.T) {
	w := newViewWorld(t)
	for _, v := range []struct{ user, name, sharing string }{
		{"nhansu", "Riêng nhân sự", `sharing: "PRIVATE"`},
		{"nhansu", "Sở Khoa học", `sharing: "UNIT", unit: "` + unitID(2) + `"`},
		{"taichinh", "Sở Xây dựng", `sharing: "UNIT", unit: "` + unitID(3) + `"`},
		{"chuyenvien", "Cả tỉnh", `sharing: "ALL"`},
		{"chuyenvien", "Tỉnh Thử", `sharing: "UNIT", unit: "` + unitID(1) + `"`},
	} {
		w.must(v.user, saving("%name", v.name, "%more", ", "+v.sharing))
	}
	for user, want := range map[string]string{
		"nhansu":      "Riêng nhân sự! Sở Khoa học! Cả tỉnh Tỉnh Thử",
		"truongphong": "Cả tỉnh Sở Khoa học Tỉnh Thử", // at a division of it
		"canhan":      "Cả tỉnh Sở Khoa học Tỉnh Thử", // whatever role is held there
		"taichinh":    "Sở Xây dựng! Cả tỉnh Tỉnh Thử",
		"lanhdao":     "Cả tỉnh Tỉnh Thử", // above the departments, not below
		"chuyenvien":  "Cả tỉnh! Tỉnh Thử!",
	} {
		var got []string
		for _, v := range w.must(user, viewsOfStaff).at("savedViews").([]any) {
			v := v.(map[string]any)
			name := v["name"].(string)
			if v["mine"] == true {
				name += "!"
			}
			got = append(got, name)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s sees %s, want %s", user, s, want)
		}
	}
	for user, code := range map[string]string{"quantri": "FORBIDDEN", "khongquyen": "FORBIDDEN", "": "UNAUTHENTICATED"} {
		if a := w.ask(user, viewsOfStaff); len(a.Errors) != 1 || a.Errors[0].Extensions.Code != code || strings.Contains(a.raw, "Cả tỉnh") {
			t.Errorf("%q sees %s", user, a.raw)
		}
	}
}

func TestAViewThatOpensNothingIsRefusedByName(t *testing.T) {
	w := newViewWorld(t)
	hidden := w.must("nhansu", saving("%name", "Riêng")).at("saveView", "view", "id").(string)
	offered := w.must("chuyenvien", saving("%name", "Chung", "%more", `, sharing: "ALL"`)).at("saveView", "view", "id").(string)
	edit := func(id string) string { return fmt.Sprintf(`, id: %q, version: 1`, id) }
	for _, c := range []struct{ name, user, query, code, field string }{
		{"no name", "nhansu", saving("%name", "  "), "BAD_INPUT", "name"},
		{"a name of 81 characters", "nhansu", saving("%name", strings.Repeat("ế", 81)), "BAD_INPUT", "name"},
		{"the same name twice", "nhansu", saving("%name", "Riêng", "%search", "q=x"), "CONFLICT", "name"},
		{"a search of 2,001 characters", "nhansu", saving("%search", strings.Repeat("a", 2001)), "BAD_INPUT", "search"},
		{"a search with a control character", "nhansu", saving("%search", "q=%00"), "BAD_INPUT", "search"},
		{"a search with a line end", "nhansu", saving("%search", `q=a\nb`), "BAD_INPUT", "search"},
		{"a search that is not well formed", "nhansu", saving("%search", "q=%zz"), "BAD_INPUT", "search"},
		{"a search of broken text", "nhansu", saving("%search", "q=%ff"), "BAD_INPUT", "search"},
		{"no such list", "nhansu", strings.Replace(saving(), `"staff"`, `"people"`, 1), "BAD_INPUT", "list"},
		{"a list that one may not read", "nhansu", strings.Replace(saving(), `"staff"`, `"users"`, 1), "FORBIDDEN", ""},
		{"no such sharing", "nhansu", saving("%more", `, sharing: "WORLD"`), "BAD_INPUT", "sharing"},
		{"to all without the right", "nhansu", saving("%more", `, sharing: "ALL"`), "FORBIDDEN", "sharing"},
		{"to a unit, none named", "nhansu", saving("%more", `, sharing: "UNIT"`), "BAD_INPUT", "unit"},
		{"private, yet a unit named", "nhansu", saving("%more", `, unit: "`+unitID(2)+`"`), "BAD_INPUT", "unit"},
		{"to a unit below, where no role is held", "nhansu", saving("%more", `, sharing: "UNIT", unit: "`+unitID(4)+`"`), "FORBIDDEN", "unit"},
		{"to a unit out of sight", "nhansu", saving("%more", `, sharing: "UNIT", unit: "`+unitID(3)+`"`), "NOT_FOUND", "unit"},
		{"to a unit that is none", "nhansu", saving("%more", `, sharing: "UNIT", unit: "`+unitID(999)+`"`), "NOT_FOUND", "unit"},
		{"a view without its version", "nhansu", saving("%more", fmt.Sprintf(`, id: %q`, hidden)), "BAD_INPUT", "version"},
		{"a view moved to another list", "nhansu", strings.Replace(saving("%more", edit(hidden)), `"staff"`, `"units"`, 1), "BAD_INPUT", "list"},
		{"somebody else's view that is offered", "nhansu", saving("%more", edit(offered)), "FORBIDDEN", "id"},
		{"somebody else's private view", "taichinh", saving("%more", edit(hidden)), "NOT_FOUND", "id"},
		{"a view that is none", "taichinh", saving("%more", edit(EncodeID("view", 999))), "NOT_FOUND", "id"},
		{"an id of another kind", "taichinh", saving("%more", edit(unitID(1))), "BAD_INPUT", "id"},
		{"no request id", "nhansu", saving("%req", ""), "BAD_INPUT", "clientRequestId"},
		{"delete what is offered", "nhansu", fmt.Sprintf(`mutation { deleteView(input: {clientRequestId: "a", id: %q, version: 1}) { id } }`, offered), "FORBIDDEN", "id"},
		{"delete what is hidden", "taichinh", fmt.Sprintf(`mutation { deleteView(input: {clientRequestId: "a", id: %q, version: 1}) { id } }`, hidden), "NOT_FOUND", "id"},
		{"a stranger saves", "", saving(), "UNAUTHENTICATED", ""},
		{"a stranger deletes", "", fmt.Sprintf(`mutation { deleteView(input: {clientRequestId: "a", id: %q, version: 1}) { id } }`, offered), "UNAUTHENTICATED", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := w.ask(c.user, c.query)
			if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != c.code || a.Errors[0].Extensions.Field != c.field {
				t.Errorf("got %.500s, want %s at %q", a.raw, c.code, c.field)
			}
		})
	}
	for id, want := range map[string]string{"nhansu": "Riêng", "chuyenvien": "Chung"} {
		if a := w.must(id, viewsOfStaff); a.at("savedViews", 0, "name") != want || a.at("savedViews", 0, "version") != 1.0 {
			t.Errorf("%s is left with %s", id, a.raw)
		}
	}
}

func TestAHundredViewsOfAListAreEnough(t *testing.T) {
	w := newViewWorld(t)
	w.exec(`INSERT INTO saved_view (owner_id, list, name, search, recorded_in)
		SELECT u.id, 'staff', 'Số ' || n, '', 1 FROM app_user u, generate_series(1, 100) n WHERE u.username = 'nhansu'`)
	if a := w.ask("nhansu", saving()); len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "CONFLICT" {
		t.Errorf("the 101st: %s", a.raw)
	}
	w.must("nhansu", strings.Replace(saving(), `"staff"`, `"units"`, 1))
	w.must("taichinh", saving())
	if a := w.must("nhansu", viewsOfStaff); len(a.at("savedViews").([]any)) != 100 || a.statements > 3 {
		t.Errorf("%d views in %d statements", len(a.at("savedViews").([]any)), a.statements)
	}
}
