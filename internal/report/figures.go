package report

import "bienche/models"

// figure is one line of the period report: its key, the unit it is counted in, and how it is counted. Labels stand
// in the message files under "report.<key>"; docs/reports.md documents each key.
type figure struct {
	key, unit string
	source    models.Source
	expr      string
}

const recruited = `count(*) FILTER (WHERE e.start_reason = 'RECRUITMENT' AND `

// figures are the events of a period, in the order they are printed.
var figures = []figure{
	{"recruited.total", "people", models.SourceStarts, recruited + `e.category <> 'COMMUNE')`},
	{"recruited.civil_servants", "people", models.SourceStarts, recruited + `e.category <> 'COMMUNE' AND e.staff_class = 'CIVIL_SERVANT')`},
	{"recruited.education", "people", models.SourceStarts, recruited + `e.category <> 'COMMUNE' AND e.start_detail = 'EDUCATION')`},
	{"recruited.health_and_other", "people", models.SourceStarts, recruited + `e.category <> 'COMMUNE' AND e.staff_class <> 'CIVIL_SERVANT' AND e.start_detail <> 'EDUCATION')`},
	{"recruited.talent_scheme", "people", models.SourceStarts, recruited + `e.start_detail = 'TALENT')`},
	{"recruited.commune", "people", models.SourceStarts, recruited + `e.category = 'COMMUNE')`},
	{"promoted.total", "people", models.SourcePromotions, `count(*)`},
	{"rotated.position_change", "people", models.SourceStarts, `count(*) FILTER (WHERE e.start_reason = 'POSITION_CHANGE')`},
	{"rotated.leadership", "people", models.SourceStarts, `count(*) FILTER (WHERE e.start_reason = 'ROTATION')`},
	{"appointed.leaders_selected", "people", models.SourceStarts, `count(*) FILTER (WHERE e.start_reason = 'LEADER_SELECTION')`},
	{"appointed.heads_selected", "people", models.SourceStarts, `count(*) FILTER (WHERE e.start_reason = 'LEADER_SELECTION' AND e.leadership = 'HEAD')`},
	{"appointed.deputies_selected", "people", models.SourceStarts, `count(*) FILTER (WHERE e.start_reason = 'LEADER_SELECTION' AND e.leadership = 'DEPUTY')`},
	{"reduced.people", "people", models.SourceEnds, `count(*) FILTER (WHERE e.end_reason = 'STAFF_REDUCTION')`},
	{"left.retired", "people", models.SourceEnds, `count(*) FILTER (WHERE e.end_reason = 'RETIREMENT')`},
	{"left.other", "people", models.SourceEnds, `count(*) FILTER (WHERE e.end_reason NOT IN ('RETIREMENT', 'STAFF_REDUCTION'))`},
	{"ceded.posts", "posts", models.SourceQuota, `sum(e.posts) FILTER (WHERE e.act = 'CEDE')`},
	{"evaluated.people_years", "ratings", models.SourceRatings, `count(*)`},
	{"evaluated.excellent_percent", "percent", models.SourceRatings, `round(100.0 * count(*) FILTER (WHERE e.level = 'EXCELLENT') / nullif(count(*), 0), 2)`},
	{"trained.classes", "classes", models.SourceTraining, `count(DISTINCT e.class_id)`},
	{"trained.learners", "people", models.SourceTraining, `count(*)`},
	{"reorganised.communes_merged", "units", models.SourceMerges, `count(DISTINCT e.predecessor_id) FILTER (WHERE v.kind = 'COMMUNE' AND e.kind = 'MERGE')`},
	{"reorganised.communes_formed", "units", models.SourceMerges, `count(DISTINCT e.successor_id) FILTER (WHERE v.kind = 'COMMUNE' AND e.kind = 'MERGE')`},
	{"reorganised.schools_merged", "units", models.SourceMerges, `count(DISTINCT e.predecessor_id) FILTER (WHERE v.kind LIKE '%SCHOOL' AND e.kind = 'MERGE')`},
	{"reorganised.schools_formed", "units", models.SourceMerges, `count(DISTINCT e.successor_id) FILTER (WHERE v.kind LIKE '%SCHOOL' AND e.kind = 'MERGE')`},
	{"reorganised.service_units_ended", "units", models.SourceUnits, `count(*) FILTER (WHERE e.kind IN ('SERVICE_UNIT', 'DISTRICT_SERVICE_UNIT'))`},
	{"reorganised.divisions_ended", "units", models.SourceUnits, `count(*) FILTER (WHERE e.kind IN ('DIVISION', 'SUB_DEPARTMENT'))`},
}
