package evidence

import (
	"testing"

	"evidelic/study"
)

func TestSex(t *testing.T) {
	for _, row := range []struct{ name, title, abstract, want string }{
		{"a share", "Ketamine", "METHODS: We enrolled 40 patients (18 women) with depression.", "both"},
		{"all of one sex", "Ketamine", "METHODS: Twelve healthy male volunteers received ketamine.", "male"},
		{"groups of one sex", "MDMA", "METHODS: We compared 12 male users with 20 healthy male controls.", "male"},
		{"either", "LSD", "METHODS: INCLUSION: Female or male subjects from 18 years.", "both"},
		{"title", "Ketamine in women after caesarean delivery", "METHODS: 90 patients received ketamine.", "female"},
		{"may not be pregnant", "Ketamine", "METHODS: Participants must not be pregnant.", "not_reported"},
		{"compared in the results", "MDMA", "METHODS: Twenty-five users were tested. RESULTS: Male users had lower cortisol.", "not_reported"},
		{"case", "Ketamine for depression: a case report", "We report a 24-year-old woman. She received ketamine.", "female"},
		{"sex as an act", "Psychedelics", "METHODS: 40 users were asked about pleasure during sex.", "not_reported"},
		{"all of them", "Psilocybin", "METHODS: 30 veterans took psilocybin. RESULTS: 30 veterans (mean age = 44; male = 100%) drank less.", "male"},
		{"matched for sex", "MDMA", "METHODS: 40 users and 40 age- and sex-matched controls were tested.", "both"},
		{"either or both", "Psilocybin", "METHODS: 36 adult male and/or female subjects will be randomised.", "both"},
		{"a share of something else", "Ketamine", "METHODS: We enrolled 40 patients. RESULTS: 96% were mild.", "not_reported"},
		{"a share in parentheses", "MDMA", "METHODS: 96 volunteers received MDMA. RESULTS: 62 (65%) were men.", "both"},
		{"the class of a cesarean counts nobody", "Esketamine for category-1 cesarean section", "METHODS: 11 patients had category-1 cesarean sections.", "female"},
		{"gender as a theme", "LSD", "METHODS: We read reports of effects of LSD on gender identity.", "not_reported"},
		{"not told", "Ketamine", "METHODS: We enrolled 40 patients with depression.", "not_reported"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := tagOf(study.TaskSex, row.title, row.abstract); got != row.want {
				t.Errorf("sex = %s, want %s", got, row.want)
			}
		})
	}
}

func TestAge(t *testing.T) {
	for _, row := range []struct{ name, title, abstract, want string }{
		{"range", "Ketamine", "METHODS: Patients aged 18 to 65 years received ketamine.", "adult"},
		{"mean", "Ketamine", "METHODS: Forty patients (mean age 71.5 years) received ketamine.", "older-adult"},
		{"a school that was left", "Trends in LSD use", "METHODS: We asked 900 adults. RESULTS: Use fell among those with a high school education.", "adult"},
		{"a school that is attended", "Ecstasy", "METHODS: We asked 900 students of a high school.", "adolescent"},
		{"known of others", "Ketamine in adolescent depression", "OBJECTIVE: Although it works in adult depression, we tested it in adolescents.", "adolescent"},
		{"a register's form", "Ketamine", "METHODS: Number of subjects for this age range 15. Adults (18-64 years) yes. Elderly (>=65 years) no.", "adult"},
		{"range over groups", "Ecstasy", "METHODS: Users aged 15 to 34 years were asked.", "adolescent adult"},
		{"range to old age", "Ketamine", "METHODS: Patients aged 18 to 80 years received ketamine.", "adult older-adult"},
		{"a patient's children", "Ketamine for a mother: a case report", "A 34-year-old woman with two children received ketamine.", "adult"},
		{"years old", "Ketamine: a case report", "A 56-year-old man received ketamine.", "adult"},
		{"older adults are not called adults too", "Ketamine in elderly patients", "METHODS: Forty patients received ketamine.", "older-adult"},
		{"newborns of the women treated", "Esketamine for cesarean delivery", "METHODS: Ninety women received esketamine. Newborns were scored.", "adult"},
		{"those who treat", "Psychedelics and physicians", "METHODS: We asked therapists about child and adolescent psychiatry.", "not_reported"},
		{"a university hospital", "Ketamine", "METHODS: Ten patients were seen at the University Hospital.", "not_reported"},
		{"children", "Ketamine in children with depression", "METHODS: Ten patients received ketamine.", "child"},
		{"scale for children", "Ketamine", "METHODS: The Children's Depression Rating Scale was used in 12 patients.", "not_reported"},
		{"trauma", "MDMA for childhood trauma", "METHODS: Ten patients received MDMA.", "not_reported"},
		{"what was tried in adults", "Ketamine in adolescents with depression", "METHODS: Some adult studies exist. We treated pediatric patients.", "adolescent"},
		{"range with a hyphen", "Ketamine", "METHODS: Patients aged 18-80 years received ketamine.", "adult older-adult"},
		{"range of years old", "Ketamine", "METHODS: We enrolled 75 patients (ages 18-65 years old).", "adult"},
		{"young people", "MDMA", "METHODS: Users were 16-22 years old.", "adolescent adult"},
		{"and older", "Hallucinogens in hospital", "METHODS: We included people aged 15 years and older.", "adolescent adult"},
		{"of reviewed studies", "Ketamine for depression: a systematic review", "METHODS: We searched PubMed. RESULTS: Most patients were adults aged 40 to 70 years.", "not_applicable"},
		{"whom a review asked for", "Ketamine for depression: a systematic review", "METHODS: We searched PubMed for trials in adolescents. RESULTS: Ten were found.", "adolescent"},
		{"an opinion that mentions them", "Ketamine clinics: an opinion", "In this opinion piece we argue that adults need care. Children are at risk.", "not_reported"},
		{"not told", "Ketamine", "METHODS: Ten patients received ketamine for 14 days.", "not_reported"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := tagOf(study.TaskAge, row.title, row.abstract); got != row.want {
				t.Errorf("age = %s, want %s", got, row.want)
			}
		})
	}
}

func TestPurpose(t *testing.T) {
	for _, row := range []struct {
		name, title, abstract, value string
		want                         bool
	}{
		{"ketamine as a model", "Ketamine and memory", "Ketamine is used to study schizophrenia. METHODS: Twelve healthy volunteers received ketamine.", "disease-model", true},
		{"ketamine without psychosis", "Ketamine and memory", "METHODS: Twelve healthy volunteers received ketamine.", "disease-model", false},
		{"blocked effects", "Ketanserin attenuates the effects of LSD in volunteers", "METHODS: Twelve volunteers received LSD.", "mechanism", true},
		{"correlates", "Predictors of response to ketamine", "METHODS: Forty patients received ketamine.", "correlates", true},
		{"plain trial", "Ketamine for depression", "METHODS: Forty patients received ketamine.", "correlates", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := &study.Study{Report: study.Report{Title: row.title, Abstract: []study.Section{{Text: row.abstract}}}}
			if got := Further(s).Has(TaskPurpose, row.value); got != row.want {
				t.Errorf("purpose holds %s: %v, want %v", row.value, got, row.want)
			}
		})
	}
}
