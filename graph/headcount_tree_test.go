package graph

import (
	"reflect"
	"strings"
	"testing"
)

// The rows of the tree are written without the executor where their selection allows it. A directive does not, so that
// both ways can be set side by side.
func TestTheTreeIsWrittenAsItIsResolved(t *testing.T) {
	w := newWorld(t)
	figures := "allocated present promised vacant recruitable subtreeAllocated subtreePresent subtreePromised subtreeVacant subtreeRecruitable"
	for _, tt := range []struct{ name, query string }{
		{"all that is written", `{ orgTree(%a) { %d __typename parentId unit { id code name shortName kind level field __typename } ` + figures + ` } }`},
		{"aliases", `{ other: orgTree(%a) { %d a: allocated u: unit { k: code name } } }`},
		{"fragments", `query Q { orgTree(%a) { %d ...f ... on OrgTreeRow { present vacant } } } fragment f on OrgTreeRow { unit { ...u } } fragment u on OrgUnit { name }`},
		{"a field of a unit that is not written", `{ orgTree(%a) { %d unit { code parent { code } } present } }`},
		{"one key twice", `{ orgTree(%a) { %d unit { code } unit { name } present } }`},
		{"two trees", `{ orgTree(%a) { %d present } later: orgTree(asOf: "2025-07-01") { %d present unit { code } } }`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, user := range []string{"lanhdao", "nhansu"} {
				query := strings.ReplaceAll(tt.query, "%a", `asOf: "2019-12-31"`)
				written := w.must(user, strings.ReplaceAll(query, "%d", "depth"))
				resolved := w.must(user, strings.ReplaceAll(query, "%d", "depth @include(if: true)"))
				if len(written.Data) == 0 || !reflect.DeepEqual(written.Data, resolved.Data) {
					t.Errorf("%s is written %v, resolved %v", user, written.Data, resolved.Data)
				}
			}
		})
	}
}

func TestATreeOfNothingIsAnEmptyList(t *testing.T) {
	w := newWorld(t)
	a := w.must("lanhdao", `{ orgTree(asOf: "1900-01-01") { depth } }`)
	if rows, ok := a.Data["orgTree"].([]any); !ok || len(rows) != 0 {
		t.Errorf("got %v", a.Data)
	}
}
