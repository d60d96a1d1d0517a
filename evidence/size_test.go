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
		{"no noun", "METHODS: Patients were assigned: 20 received ketamine and 21 received midazolam.", "41"},
		{"whole and arms without a noun", "METHODS: Forty patients took part; 20 received ketamine and 19 received midazolam.", "40"},
		{"arms of the whole", "METHODS: A total of 30 clinicians took part, of whom 15 were randomly assigned to psilocybin and 15 to niacin.", "30"},
		{"words with hyphens", "METHODS: We studied twenty-four right-handed, non-smoking, medication-free, male volunteers.", "24"},
		{"only the sexes in parentheses", "METHODS: Patients (12 male, 10 female) with chronic pain received ketamine.", "22"},
		{"patients then controls", "METHODS: Imaging was done in 10 patients. Results were compared with those of 15 matched controls.", "25"},
		{"two studies", "METHODS: In the first study, volunteers (n = 15) received saline. In the second study, volunteers (n = 22) received ketamine.", "37"},
		{"controls with parts", "METHODS: Vision was tested in 19 ecstasy users and 23 matched controls (9 smokers, 14 abstainers).", "42"},
		{"a numbered study", "METHODS: Volunteers of study 1 and 14 patients were tested.", "14"},
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
