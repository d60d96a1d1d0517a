package evidence

import (
	"testing"

	"evidelic/study"
)

func TestOutcome(t *testing.T) {
	testExamples(t, study.TaskOutcome, []example{
		{"instrument", "Ketamine for depression", "In this trial, the primary outcome was the MADRS score in 20 patients.", []string{"madrs", "mood"}},
		{"a plasma level that was measured", "Ketamine in volunteers", "Methods: We measured plasma concentrations of ketamine in 12 volunteers.", []string{"blood-marker"}},
		{"a plasma level that was aimed at", "Ketamine in volunteers", "Methods: Twelve volunteers received ketamine to a target plasma level of 100 ng/ml.", nil},
		{"a scan as a biomarker", "Brain scans before ketamine", "Methods: We scanned 12 volunteers with functional MRI, looking for imaging biomarkers.", []string{"fmri"}},
		{"go/no-go is no negation", "MDMA and inhibition", "Methods: 21 volunteers took MDMA and did a go/no-go functional magnetic resonance imaging task.", []string{"fmri", "cognition"}},
		{"what others measured", "The psychedelic LSD in volunteers", "Background: EEG has been used to study LSD. Methods: We asked 12 volunteers about subjective effects of LSD.", []string{"subjective-effects"}},
		{"denied", "The psychedelic LSD in volunteers", "Methods: We gave LSD to 12 volunteers without EEG.", nil},
		{"driving", "Esketamine and driving", "Methods: On-road driving performance was tested in 20 patients after esketamine.", []string{"cognition", "driving"}},
	})
}
