package evidence

import (
	"testing"

	"evidelic/study"
)

func TestTrialDesigns(t *testing.T) {
	testExamples(t, study.TaskDesign, []example{
		{"charts of open treatment", "Ketamine and ECT in depression", "METHODS: This retrospective chart review of open-label treatment included 146 patients who received ketamine.", []string{"observational"}},
		{"random allocation", "Esketamine after birth", "METHODS: 140 women were divided into two groups, based on random allocation, and received esketamine or routine care.", []string{"randomised-trial"}},
		{"people who seek treatment", "Proteins in ketamine dependence", "METHODS: We enrolled 64 treatment-seeking ketamine-dependent patients and 80 healthy controls.", nil},
		{"a narrative review that searched systematically", "Psilocybin for brain injury: a narrative review", "METHODS: A systematic search of PubMed was done. Studies of psilocybin in patients were included.", []string{"narrative-review"}},
	})
}
