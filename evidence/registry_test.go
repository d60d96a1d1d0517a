package evidence

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/study"
)

// TestRegistryDecides holds that a registry's entry is read before the text, and
// that its proofs name the field.
func TestRegistryDecides(t *testing.T) {
	s := textStudy("A study in adults", "")
	s.Trial = &study.Trial{
		Conditions:        []string{"Treatment Resistant Depression"},
		Interventions:     []study.Intervention{{Name: "Esketamine", Description: "intranasal, twice"}, {Name: "Oral antidepressant"}},
		PrimaryOutcomes:   []study.Outcome{{Measure: "Change in MADRS total score"}},
		SecondaryOutcomes: []study.Outcome{{Measure: "C-SSRS"}},
		Sponsor:           "A company",
	}
	s.IDs.Registry = "NCT01234567"
	tags := Tag(s)
	checkProofs(t, s, tags)
	for task, want := range map[study.Task][]string{
		study.TaskScope: {"clinical"}, study.TaskSubstance: {"esketamine"}, study.TaskCondition: {"treatment-resistant-depression"}, study.TaskRoute: {"intranasal"},
		study.TaskOutcome: {"madrs", "c-ssrs"}, study.TaskRegistration: {"nct01234567"}, study.TaskFunding: {"funding"},
	} {
		if diff := cmp.Diff(want, tags.Values(task)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", task, diff)
		}
		for _, v := range tags[task].Values {
			if v.From != "registry" {
				t.Errorf("%s %s is from %q, want the registry", task, v.Value, v.From)
			}
		}
	}
}
