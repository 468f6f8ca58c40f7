package graph

import (
	"slices"
	"strings"
	"testing"

	"github.com/graphql-go/graphql"

	"bienche/policies"
)

// fieldGroups are the fields of every object by the policy object that opens them. "" is open to all who are answered
// with the object; the staff of "own record" is there for the person alone. A new field without a place here fails.
var fieldGroups = map[string]map[string]string{
	"…Connection":        {"": "edges pageInfo totalCount"},
	"…Edge":              {"": "cursor node"},
	"AccessExplanation":  {"": "permission held roles text askWhom", "staff.health": "heldAt"},
	"EffectiveAccess":    {"": "user asOf rows"},
	"EffectiveAccessRow": {"": "permission self places"},
	"GrantReview":        {"": "id title startedOn dueOn total confirmed ended open items"},
	"GrantReviewDue":     {"auth.grant:manage": "grants since days"},
	"GrantReviewItem":    {"": "id grant outcome decidedBy decidedAt note mayDecide"},
	"Permission":         {"": "name label"},
	"Role":               {"": "code label permissions"},
	"RoleGrant":          {"": "id user role unit from to decisionNumber delegatedBy reviewedAt reviewedBy reviewDueOn"},
	"RuleChoice": {"": "id parameter label measure unit value choice choiceLabel from to ends note state proposedBy proposedAt decidedBy decidedAt reason version lawValue namedByDecision mayDecide mayWithdraw mayEnd",
		"decision.document": "decision"},
	"SavedView":          {"": "id list name search sharing unit mine ownerName version"},
	"Session":            {"": "id current createdAt lastSeenAt expiresAt userAgent network locked"},
	"SignInState":        {"": "totp recoveryCodesLeft localPassword lockAfterSeconds expiresAt confirmedUntil"},
	"StaffConnection":    {"": "edges pageInfo totalCount", "staff.core:count": "beyondScope"},
	"User":               {"": "id username displayName state disabledAt lastSignInAt secondFactor openSessions grants version", "staff.core": "staff"},
	"AlternativeOutcome": {"": "at differs document label note parameter reading result taken total"},
	"Appointment": {"": "category endReason from kind leadership position quotaUnit staffClass startReason title to unit",
		"decision.document": "decision endDecision"},
	"Commendation":          {"": "form on reason", "decision.document": "decision"},
	"DataGap":               {"": "code count label"},
	"Decision":              {"": "effectiveOn id issuedOn issuer kind legalBases lines note number signerName signerTitle state symbol synthetic title"},
	"DecisionLine":          {"": "kind ordinal text"},
	"DisciplinaryAction":    {"": "conduct form from to", "decision.document": "decision"},
	"Grade":                 {"": "code name salaryClass"},
	"HeadcountBreakdownRow": {"": "hasChildren own rows total unit"},
	"HeadcountCategory":     {"": "code label source"},
	"HeadcountPoint":        {"": "day rows total"},
	"HeadcountReport":       {"": "asOf rows total unit"},
	"HeadcountRow":          {"": "allocated category label present promised recruitable vacant"},
	"HiddenField":           {"": "field missingGrant"},
	"Job":                   {"": "changedCount createdAt done errorCount errors fileName finishedAt hasResult id kind problem rowCount startedAt state step stepText total"},
	"JobError":              {"": "column message row sheet value"},
	"JobPosition":           {"": "code gradeFrom gradeTo group groupLabel id leadership name staffClass"},
	"BenefitItem":           {"": "amount code label months source"},
	"BenefitOutcome":        {"": "alternatives averageBase earlyMonths earlyYears eligible insuredYears items leavingDate legalBases monthlyBase reasons regime regimeCode total trace"},
	"GradePlacementOutcome": {"": "alternatives coefficient nextRaiseCountsFrom reserveCoefficient step trace"},
	"Computation":           {"": "id unit calculator caseDay result regime regimeLabel total outcome problem parameters batch madeBy madeAt present", "staff.core": "staff"},
	"ComputationBatch":      {"": "id title calculator unit filter ask job createdBy createdAt totals"},
	"ComputationReason":     {"": "code text result count"},
	"ComputationTotals":     {"": "count eligible ineligible refused total byReason"},
	"PresentResult":         {"": "result total difference problem"},
	"LawImpact":             {"": "id parameter from to row column supposed supposedText lawValue unit job createdBy createdAt totals items"},
	"LawImpactItem":         {"": "resultBefore totalBefore resultAfter totalAfter problemAfter difference changed", "staff.computation": "computation"},
	"LawImpactTotals":       {"": "read changed more less newlyEligible noLongerEligible before after difference"},
	"LegalDocument":         {"": "amendedBy amends appliesFrom confidence from issuedOn issuer kind note number parameters repealedBy repeals replacedBy replaces title to"},
	"Note":                  {"": "code message source"},
	"RepealedArticle":       {"": "at document"},
	"RetirementOutcome":     {"": "ageMonths alternatives ageYears lastDay pensionFrom trace"},
	"RuleAlternative":       {"": "at document note text value"},
	"RuleCell":              {"": "column value"},
	"RuleOption":            {"": "code label"},
	"RuleParameter":         {"": "id label options readBy unit value values"},
	"RuleRow":               {"": "cells key"},
	"RuleValue":             {"": "alternatives from id label note rows source text to unit value"},
	"StaffRetirement":       {"": "ageMonths ageYears decisionDueOn lastDay noticeDueOn pensionFrom trace"},
	"StepRaiseOutcome":      {"": "alternatives beyondFramePercent dueOn nextCoefficient nextStep trace"},
	"TraceStep":             {"": "formula label parameters sources unit value"},
	"LegalSource":           {"": "at confidence document effectiveFrom"},
	"OrgLink":               {"": "kind on unit"},
	"OrgTreeRow":            {"": "allocated depth parentId present promised recruitable subtreeAllocated subtreePresent subtreePromised subtreeRecruitable subtreeVacant unit vacant"},
	"OrgUnit":               {"": "ancestors code field id kind kindLabel level name parent predecessors shortName successors timeline validFrom validTo"},
	"OverQuotaRow":          {"": "allocated category label over present unit"},
	"PageInfo":              {"": "endCursor hasNextPage hasPreviousPage startCursor"},
	"PeriodReport":          {"": "figures from to"},
	"PositionGroup":         {"": "code label"},
	"PublishedFigure":       {"": "document gap value"},
	"Qualification":         {"": "awardedOn from id kind level major mode school"},
	"QuotaEntry":            {"": "act category from funding giver id note posts receiver to tranche", "decision.document": "decision"},
	"RecordChange":          {"": "decidedAt decidedBy declaredAt declaredBy effectiveOn evidence fields id kind line mayDecide reason remove section staff state version"},
	"RecordChangeField":     {"": "after before name"},
	"Relative":              {"": "birthYear fullName homeTown id occupation relation residence side workplace"},
	"ReportFigure":          {"": "key label published unit value"},
	"StaffHealth":           {"": "bloodGroup heightCm status weightKg"},
	"StaffIdentity":         {"": "birthPlace citizenId citizenIdOn currentResidence email ethnicGroup homeTown insuranceNumber oldId permanentResidence phone religion"},
	"StaffMember": {"": "appointments birthDate birthDateText code commendations fullName grade headcountCategory hidden id leadership onDuty otherNames position priorOccupation qualifications quotaUnit recruitedBy recruitedOn retirement sex staffClass step strength timeline title trainings unit version workHistory",
		"staff.identity": "identity", "staff.salary": "coefficient pay separationEstimate", "staff.evaluation": "latestRating ratings", "staff.party": "party", "staff.family": "relatives", "staff.health": "health", "staff.discipline": "disciplinaryActions nextStepRaise"},
	"StaffParty": {"": "dischargedOn enlistedOn militaryRank organisations partyJoinedOn partyOfficialOn policyFamily stateTitle"},
	"StaffPay": {"": "beyondFramePercent coefficient from grade positionAllowance reason reserveCoefficient step stepSince to",
		"decision.document": "decision"},
	"StaffRating":     {"": "label level year"},
	"TimelineEntry":   {"": "kind on recordedAt superseded text", "decision.document": "decision"},
	"Training":        {"": "from kind result title to"},
	"UnitKind":        {"": "code label level"},
	"UnitPosition":    {"": "filled position seats", "decision.document": "decision"},
	"Viewer":          {"": "sessions signIn displayName permissions roles unit username", "own record": "staff"},
	"ViewerRole":      {"": "delegatedBy from label role to unit"},
	"WorkHistoryLine": {"": "content from id to"},
}

// ownRecord stands for the relation of a person to the own record.
const ownRecord = "own record"

// rightsTell are fields whose being there depends on other rights, or on a session, which these readers ask without:
// what is computed is there for those whom the law reaches, printed figures are set beside those of the whole province, hidden is empty for whoever sees everything, and none of the
// roles is lent.
var rightsTell = []string{"ReportFigure.published", "PublishedFigure.document", "PublishedFigure.gap", "PublishedFigure.value",
	"StaffMember.retirement", "StaffMember.separationEstimate", "StaffMember.hidden", "HiddenField.field", "HiddenField.missingGrant", "SignInState.expiresAt", "SignInState.confirmedUntil", "ViewerRole.delegatedBy"}

// ofAccounts are objects that say something of some accounts and grants and not of others: each of their fields is shown
// to somebody, and not to each reader who might see it.
var ofAccounts = []string{"AccessExplanation", "RoleGrant", "User"}

// ofLaw are objects whose fields are there or not by the law and by what is computed, whoever asks.
var ofLaw = []string{"AlternativeOutcome", "BenefitItem", "BenefitOutcome", "GradePlacementOutcome", "LegalDocument", "Note", "RepealedArticle", "RetirementOutcome", "RuleAlternative",
	"RuleCell", "RuleOption", "RuleParameter", "RuleRow", "RuleValue", "StaffRetirement", "StepRaiseOutcome"}

// groupOf is the policy object that opens a field, by what is declared above.
func groupOf(object, field string) (group string, known bool) {
	groups, own := fieldGroups[object]
	for _, suffix := range []string{"Connection", "Edge"} {
		if !own && strings.HasSuffix(object, suffix) {
			groups = fieldGroups["…"+suffix]
		}
	}
	for group, fields := range groups {
		if slices.Contains(strings.Fields(fields), field) {
			return group, true
		}
	}
	return "", false
}

func TestEveryFieldStandsUnderAGrant(t *testing.T) {
	w := newWorld(t)
	there := map[string]bool{}
	for name, typ := range w.engine.schema.TypeMap() {
		object, ok := typ.(*graphql.Object)
		if !ok || strings.HasPrefix(name, "__") || name == "Query" || name == "Mutation" || strings.HasSuffix(name, "Payload") {
			continue
		}
		for field := range object.Fields() {
			there[name+"."+field] = true
			if _, known := groupOf(name, field); !known {
				t.Errorf("%s.%s stands under no grant", name, field)
			}
		}
	}
	for object, groups := range fieldGroups {
		for _, fields := range groups {
			for _, field := range strings.Fields(fields) {
				if !strings.HasPrefix(object, "…") && !there[object+"."+field] {
					t.Errorf("there is no field %s.%s", object, field)
				}
			}
		}
	}
}

// rights answers from the lines of the policies alone.
type rights map[policies.Permission]bool

func readRights(t *testing.T) rights {
	book, err := policies.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := rights{}
	for _, p := range book.Permissions() {
		r[p] = true
	}
	return r
}

// may tells whether a reader may read objects of a kind within the department, or of their own record.
func (r rights) may(reader, object string) bool {
	switch {
	case object == ownRecord:
		return reader == policies.StaffMember
	case object == "":
		return true
	}
	if object, act, named := strings.Cut(object, ":"); named {
		return r[policies.Permission{Role: reader, Object: object, Act: act}]
	}
	return r[policies.Permission{Role: reader, Object: object, Act: "read"}] || r.self(reader, object)
}

func (r rights) self(reader, object string) bool {
	return r[policies.Permission{Role: reader, Object: object, Act: "read_self"}]
}

// refuses is how an aim refuses a reader whatever it aims at; 0 when it does not.
func (r rights) refuses(reader string, a aim) rune {
	switch {
	case reader == stranger:
		return refusals["UNAUTHENTICATED"]
	case !r.may(reader, a.object) && slices.Contains(unsaid, a.name):
		return refusals["NOT_FOUND"]
	case !r.may(reader, a.object):
		return refusals["FORBIDDEN"]
	}
	return 0
}

// wants is the mark that the policies give a field at the end of a way.
func (r rights) wants(reader string, a aim, k wayField) rune {
	if mark := r.refuses(reader, a); mark != 0 {
		return mark
	}
	if a.atUnit && a.object != "org.unit" && r.self(reader, a.object) {
		return refusals["NOT_FOUND"]
	}
	steps := append(strings.Fields(k.way)[1:], k.field)
	for i, step := range steps {
		object, field, _ := strings.Cut(step, ".")
		group, _ := groupOf(object, field)
		switch {
		case r.may(reader, group):
		case i == len(steps)-1 && object == "StaffMember":
			return hidden
		default:
			return kept
		}
	}
	return shown
}

// checkPolicies holds what the API answered against the policies: nothing more is shown, and what may be shown is shown
// on at least one way to it.
func (m *matrix) checkPolicies() {
	r := readRights(m.t)
	aims := map[string]aim{}
	for _, a := range matrixAims {
		aims[a.name] = a
		for i, reader := range matrixReaders() {
			if want := r.refuses(reader, a); want != 0 && m.beside[a.name][i] != want {
				m.t.Errorf("%s of %s, outside: %c, the policies say %c", a.name, reader, m.beside[a.name][i], want)
			}
		}
	}
	type cell struct {
		field  string
		reader int
		mark   rune
	}
	owed := map[cell]bool{} // what is to be shown or named as hidden, and whether it was
	for k, marks := range m.inside {
		for i, reader := range matrixReaders() {
			want := r.wants(reader, aims[k.aim], k)
			if want == shown || want == hidden {
				owed[cell{k.field, i, want}] = owed[cell{k.field, i, want}] || marks[i] == want
				if marks[i] == kept {
					continue // there is nothing on this way
				}
			}
			if marks[i] != want {
				m.t.Errorf("%s › %s › %s of %s: %c, the policies say %c", k.aim, k.way, k.field, reader, marks[i], want)
			}
		}
	}
	somebody := map[string]bool{}
	for c, was := range owed {
		somebody[c.field] = somebody[c.field] || was
	}
	for c, was := range owed {
		object, _, _ := strings.Cut(c.field, ".")
		if was || matrixReaders()[c.reader] == noRole || slices.Contains(rightsTell, c.field) || slices.Contains(ofLaw, object) || slices.Contains(ofAccounts, object) && somebody[c.field] {
			continue
		}
		m.t.Errorf("%s of %s was %c on no way", c.field, matrixReaders()[c.reader], c.mark)
	}
}
