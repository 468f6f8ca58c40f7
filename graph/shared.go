package graph

import (
	"github.com/graphql-go/graphql"

	"bienche/internal/staff"
	"bienche/rules"
)

// enum makes an enum whose values are their own names, as strings.
func enum(name string, values ...string) *graphql.Enum {
	cfg := graphql.EnumValueConfigMap{}
	for _, v := range values {
		cfg[v] = &graphql.EnumValueConfig{Value: v}
	}
	return graphql.NewEnum(graphql.EnumConfig{Name: name, Values: cfg})
}

// addShared makes the types that several domains use.
func (b *builder) addShared() {
	b.sex = enum("Sex", "MALE", "FEMALE")
	b.staffClass = enum("StaffClass", "CADRE", "CIVIL_SERVANT", "PUBLIC_EMPLOYEE", "CONTRACT",
		"COMMUNE_NON_PROFESSIONAL", "VILLAGE_NON_PROFESSIONAL", "COMMUNE_EXTENSION")
	b.adminLevel = enum("AdminLevel", "CENTRAL", "PROVINCE", "DISTRICT", "COMMUNE")
	b.rating = enum("Rating", "EXCELLENT", "GOOD", "SATISFACTORY", "UNSATISFACTORY")
	b.sortDirection = enum("SortDirection", "ASC", "DESC")
	b.hiddenField = graphql.NewObject(graphql.ObjectConfig{
		Name:        "HiddenField",
		Description: "A field that the reader may not see, and the grant that is missing.",
		Fields: graphql.Fields{
			"field":        text(func(h staff.Hidden) string { return h.Field }),
			"missingGrant": text(func(h staff.Hidden) string { return h.MissingGrant }),
		},
	})
	b.legalSource = graphql.NewObject(graphql.ObjectConfig{
		Name:        "LegalSource",
		Description: "Where in which document a value stands, since when, and how sure we are of it.",
		Fields: graphql.Fields{
			"document":      text(func(s rules.Source) string { return s.Document }),
			"at":            {Type: graphql.String, Resolve: of(func(s rules.Source) any { return orNull(s.At) })},
			"effectiveFrom": {Type: nn(Date), Resolve: of(func(s rules.Source) any { return s.From })},
			"confidence":    text(func(s rules.Source) string { return string(s.Confidence) }),
		},
	})
}

// orNull is nil for an empty text.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
