package study

// A lookup key is the name of a rule, a colon, and a normal form that records
// about one report share: "pmid:38011560".
const (
	rulePMID      = "pmid"
	rulePMCID     = "pmcid"
	ruleDOI       = "doi"
	ruleRegistry  = "registry"
	ruleEuropePMC = "europepmc"
	ruleOpenAlex  = "openalex"
)

// RuleOperator is the rule of a join that an operator made by hand.
const RuleOperator = "operator"

// idRules are the identifiers that join records, strongest first, with their
// names in words.
var idRules = []struct {
	rule, label string
	of          func(*IDs) string
}{
	{rulePMID, "PMID", func(ids *IDs) string { return ids.PMID }},
	{rulePMCID, "PMCID", func(ids *IDs) string { return ids.PMCID }},
	{ruleDOI, "DOI", func(ids *IDs) string { return ids.DOI }},
	{ruleRegistry, "registry number", func(ids *IDs) string { return ids.Registry }},
	{ruleEuropePMC, "Europe PMC id", func(ids *IDs) string { return ids.EuropePMC }},
	{ruleOpenAlex, "OpenAlex id", func(ids *IDs) string { return ids.OpenAlex }},
}

// Keys gives the lookup keys of a record: two records that may be about one
// report share at least one, or are connected by a chain of others that do. A DOI
// that was copied with something behind it (".", "/full") has a key as it stands
// and one without. The key of the record's first identifier is the first.
// Whoever calls Partition gathers the records by them. The order is fixed;
// there are none for a record without an identifier.
func Keys(r *Record) []string { return keysOf(&r.Report.IDs) }

// keysOf gives the lookup keys of identifiers.
func keysOf(ids *IDs) []string {
	keys := make([]string, 0, 4)
	for _, rule := range idRules {
		if v := rule.of(ids); v != "" {
			keys = append(keys, rule.rule+":"+v)
			if bare := bareDOI(v); rule.rule == ruleDOI && bare != v {
				keys = append(keys, rule.rule+":"+bare)
			}
		}
	}
	return keys
}
