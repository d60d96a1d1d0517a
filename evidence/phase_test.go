package evidence

import (
	"testing"

	"evidelic/study"
)

func TestPhase(t *testing.T) {
	for _, row := range []struct{ name, abstract, want string }{
		{"own", "METHODS: In this phase 2b trial, 40 patients received ketamine.", "2"},
		{"two phases", "METHODS: A phase I/II open-label trial in 12 patients.", "1-2"},
		{"in the aim", "Boosters are common. Therefore, the present phase 1 study intends to compare doses of MDMA in healthy subjects.", "1"},
		{"metabolism", "METHODS: The phase I metabolites of MDMA were measured in a clinical trial of 12 volunteers.", "not_reported"},
		{"trials to come", "CONCLUSION: The data support phase 3 trials. METHODS: We studied 12 patients to support future phase III clinical trials.", "not_reported"},
		{"others' trials", "METHODS: We treated 12 patients with MDMA. RESULTS: Phase 3 trials are scheduled.", "not_reported"},
		{"pooled trials", "METHODS: Data from 49 participants from two phase I trials were analyzed.", "1"},
		{"a review of trials", "This review summarizes the evidence. Phase 3 trials found benefits.", "not_applicable"},
		{"steps of asking", "METHODS: Interviews were qualitative. Phase I, an online survey of 36 experts, told what clinical trials miss.", "not_reported"},
		{"a treatment phase", "METHODS: After phase 2 of the session, patients rested.", "not_reported"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := tagOf(study.TaskPhase, "MDMA in people", row.abstract); got != row.want {
				t.Errorf("phase = %s, want %s", got, row.want)
			}
		})
	}
}
