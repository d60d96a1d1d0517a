package evidence

import (
	"strings"
	"testing"

	"evidelic/study"
)

// tagOf tags a title and an abstract and joins the values of one task.
func tagOf(task study.Task, title, abstract string) string {
	s := &study.Study{Report: study.Report{Title: title, Abstract: []study.Section{{Text: abstract}}}}
	t := Tag(s)[task]
	if len(t.Values) == 0 {
		return string(t.Status)
	}
	var out []string
	for _, v := range t.Values {
		out = append(out, v.Value)
	}
	return strings.Join(out, " ")
}

func TestSize(t *testing.T) {
	for _, row := range []struct{ name, abstract, want string }{
		{"total", "METHODS: A total of 14 female users and 10 women who did not use it took part.", "24"},
		{"groups", "METHODS: We compared 22 long-term users with 20 drug-naive volunteers and 19 cannabis users.", "61"},
		{"groups in words", "METHODS: Twenty-five ketamine users and thirty healthy controls took a memory test.", "55"},
		{"part in parentheses", "METHODS: We enrolled 40 patients (18 women) with depression.", "40"},
		{"n with a part", "METHODS: Adults (n = 80) with depression, of whom 54% (n = 43) took medication, received ketamine.", "80"},
		{"groups in one parenthesis", "METHODS: Groups were compared on recall (26 controls, 12 ecstasy users, 10 cannabis users).", "48"},
		{"two groups of", "METHODS: Ketamine was given to 2 groups of 12 healthy volunteers.", "24"},
		{"group of unknown number", "METHODS: Each cohort will consist of 8 participants.", "not_reported"},
		{"randomised of consenting", "METHODS: Of the 42 patients who consented, 28 patients were randomly assigned to ketamine.", "28"},
		{"part told later", "METHODS: Twenty-eight patients with depression were treated with ketamine. Eight patients received no pretreatment.", "28"},
		{"the same verb", "METHODS: Twelve patients were treated with ketamine twice a week, and twelve patients were treated with magnetic stimulation.", "24"},
		{"at times", "RESULTS: Patients were analysed at baseline (n = 108), at day 1 (n = 82) and at day 7 (n = 71).", "108"},
		{"controls told later", "METHODS: Patients (n = 23) received ketamine. Images were acquired. They were compared with healthy controls (n = 27).", "50"},
		{"staff is no sample", "METHODS: Participants will receive ketamine. Two unblinded staff members will prepare it.", "not_reported"},
		{"no people", "METHODS: Ketamine 0.5 mg/kg was infused over 40 minutes on 3 days.", "not_reported"},
		{"first of many", "METHODS: The first 50 participants will be randomised equally.", "not_reported"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := tagOf(study.TaskN, "Ketamine in people", row.abstract); got != row.want {
				t.Errorf("n = %s, want %s", got, row.want)
			}
		})
	}
}
