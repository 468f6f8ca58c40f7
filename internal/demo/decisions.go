package demo

import (
	"cmp"
	"fmt"
	"slices"

	"bienche/internal/day"
)

// decision is one document. All that a body does of one kind on one day stands in one document.
type decision struct {
	id        int64
	kind      string
	issuer    *unit // nil for a body outside the province
	issued    day.Day
	effective day.Day
	title     string
	number    string
	symbol    string
	published bool // the number is a real document's, named by the published report
}

// decisions are all documents, in the order they were first asked for.
type decisions struct {
	all []*decision
	ids map[decisionKey]int64
}

type decisionKey struct {
	kind   string
	issuer *unit
	on     day.Day
}

// titles of decisions by kind.
var titles = map[string]string{
	"QUOTA":           "Về việc giao biên chế công chức, số lượng người làm việc và hợp đồng lao động",
	"CESSION":         "Về việc chuyển giao tổ chức, biên chế và công chức quản lý thị trường về Trung ương",
	"RECRUITMENT":     "Về việc tuyển dụng công chức, viên chức",
	"ADMISSION":       "Về việc tiếp nhận, phê chuẩn kết quả bầu cử",
	"CONTRACT":        "Về việc ký hợp đồng lao động",
	"TRANSFER":        "Về việc tiếp nhận và điều động công chức",
	"RETIREMENT":      "Về việc nghỉ hưu để hưởng chế độ bảo hiểm xã hội",
	"STAFF_REDUCTION": "Về việc tinh giản biên chế",
	"RESIGNATION":     "Về việc thôi việc theo nguyện vọng",
	"TRANSFER_OUT":    "Về việc chuyển công tác ra ngoài tỉnh",
	"DEATH":           "Về việc chấm dứt công tác do từ trần",
	"CONTRACT_END":    "Về việc chấm dứt hợp đồng lao động",
	"APPOINTMENT":     "Về việc bổ nhiệm lãnh đạo, quản lý",
	"SELECTION":       "Về việc bổ nhiệm lãnh đạo, quản lý qua tuyển chọn",
	"POSITION_CHANGE": "Về việc chuyển đổi vị trí công tác",
	"ROTATION":        "Về việc luân chuyển lãnh đạo, quản lý",
	"ORGANISATION":    "Về việc sắp xếp tổ chức bộ máy",
	"TWO_TIERS":       "Về việc tổ chức chính quyền địa phương hai cấp",
	"POSITION":        "Về việc phê duyệt danh mục vị trí việc làm",
	"STEP_RAISE":      "Về việc nâng bậc lương thường xuyên",
	"GRADE_PROMOTION": "Về việc nâng ngạch, thăng hạng",
	"REGRADING":       "Về việc chuyển xếp ngạch, chức danh nghề nghiệp",
	"RATING":          "Về việc công nhận kết quả đánh giá, xếp loại chất lượng",
	"TRAINING":        "Về việc cử đi đào tạo, bồi dưỡng",
	"COMMENDATION":    "Về việc khen thưởng",
	"DISCIPLINE":      "Về việc thi hành kỷ luật",
}

// decide is the document of a body for one kind of act on one day, made at the first asking.
func (w *world) decide(kind string, issuer *unit, on day.Day) int64 {
	key := decisionKey{kind, issuer, on}
	if id, ok := w.decisions.ids[key]; ok {
		return id
	}
	symbol := w.tree.symbol[issuer]
	if symbol == "" {
		symbol = "UBND"
	}
	d := w.addDecision(decision{kind: kind, issuer: issuer, issued: on.AddDays(-7), effective: on, title: titles[kind], symbol: "QĐ-" + symbol})
	if w.decisions.ids == nil {
		w.decisions.ids = map[decisionKey]int64{}
	}
	w.decisions.ids[key] = d.id
	return d.id
}

// resolution is a document from outside the province that a published report names.
func (w *world) resolution(number, symbol, title string, issued, effective day.Day) int64 {
	return w.addDecision(decision{kind: "ORGANISATION", number: number, symbol: symbol, title: title, issued: issued,
		effective: effective, published: true}).id
}

func (w *world) addDecision(d decision) *decision {
	d.id = int64(len(w.decisions.all) + 1)
	w.decisions.all = append(w.decisions.all, &d)
	return &d
}

// numberDecisions gives the documents of each body and year their numbers in the order they were issued.
func (w *world) numberDecisions() {
	sorted := slices.Clone(w.decisions.all)
	slices.SortFunc(sorted, func(a, b *decision) int {
		if a.issued != b.issued {
			return a.issued.DaysUntil(b.issued) * -1
		}
		return cmp.Compare(a.id, b.id)
	})
	type book struct {
		issuer *unit
		year   int
	}
	last := map[book]int{}
	for _, d := range sorted {
		if d.number == "" {
			k := book{d.issuer, d.issued.Year()}
			last[k]++
			d.number = fmt.Sprint(last[k])
		}
	}
}
