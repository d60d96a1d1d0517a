package evidence

import (
	"testing"

	"evidelic/study"
)

func TestRegimen(t *testing.T) {
	testExamples(t, study.TaskRegimen, []example{
		{"stated once", "Psilocybin for depression", "We randomised 24 patients to a single dose of psilocybin or placebo.", []string{"single"}},
		{"background is not the study", "Repeated ketamine infusions for depression", "Single-dose ketamine acts quickly. In this open-label trial, 20 patients received six infusions of ketamine over two weeks.", []string{"repeated"}},
		{"counted", "MDMA for PTSD", "Thirty patients with PTSD were randomised to two or three doses of MDMA or placebo beside psychotherapy.", []string{"repeated"}},
		{"counted in a range", "Ketamine for depression", "In this trial, 20 patients received 3-6 intravenous infusions of ketamine.", []string{"repeated"}},
		{"sessions of psychotherapy are no doses", "Psilocybin for depression", "In this randomised trial, 20 patients received 12 psychotherapy sessions and one dose of psilocybin.", []string{"single"}},
		{"people are no doses", "Ecstasy and memory", "Twenty-five MDMA users and 25 controls were tested.", nil},
		{"doses of another drug", "Ketamine after caesarean section", "In this randomised trial, 40 patients received a single dose of ketamine, then ketorolac every 6 hours for 4 doses.", []string{"single"}},
		{"repeated measures", "LSD and mood", "Effects of LSD were tested in 20 healthy volunteers in a repeated measures design.", nil},
		{"one dose of a course", "Psilocybin for PTSD", "In this open-label trial, 15 veterans will receive one low dose and one high dose of psilocybin in two dosing sessions.", []string{"repeated"}},
		{"microdoses", "Microdosing LSD", "In this double-blind trial, 40 volunteers took microdoses of LSD.", []string{"microdosing"}},
		{"plural among patients", "Ketamine infusions in a clinic", "We reviewed charts of 40 patients with depression who came for ketamine infusions.", []string{"repeated"}},
		{"measured after the dose", "Brain activity under ketamine", "Methods: Ten patients with depression were scanned before and 24 hours after ketamine infusion.", []string{"single"}},
		{"no drug given", "Attitudes to psychedelics", "We surveyed 400 psychiatrists about psychedelics.", nil},
		{"a comparison is no regimen", "Repeated ketamine", "We asked whether repeated infusions of ketamine work better than a single infusion in 30 patients.", []string{"repeated"}},
		{"times a week", "Esketamine for depression", "In this randomised trial, 40 patients with depression received intranasal esketamine 2 times/week for four weeks.", []string{"repeated"}},
		{"before every session of a course", "Ketamine in electroconvulsive therapy", "Methods: We randomised 50 patients with depression to ketamine or placebo during anaesthesia over a course of ECT.", []string{"repeated"}},
		{"sessions with their doses", "Psilocybin for depression", "Methods: Twenty patients with depression underwent treatment with psilocybin (two separate sessions: 10 and 25 mg psilocybin).", []string{"repeated"}},
		{"one of the sessions is placebo", "LSD and hearing", "Methods: 24 healthy volunteers came to three experimental sessions and received LSD or placebo.", nil},
		{"an operation happens once", "Intraoperative ketamine and the electroencephalogram", "Methods: This observational study looked at 98 patients. Some received ketamine.", []string{"single"}},
		{"acute effects", "Acute effects of MDMA", "Methods: Sixteen healthy volunteers received MDMA or placebo.", []string{"single"}},
		{"one article is no single dose", "Cognition under psychedelics: a systematic review", "Results: A single article on MDMA in patients with PTSD was included.", nil},
		{"what a comment names", "MDMA-assisted therapy: challenges", "This article explores its potential. Repeated doses of MDMA were given in trials.", nil},
		{"hours after", "Brain activity and ketamine", "Methods: 152 adult patients with depression were assessed before ketamine and 24 hr postinfusion.", []string{"single"}},
		{"one dose each week", "Sublingual 5-MeO-DMT for anxiety", "Methods: 40 adults with anxiety received a single weekly dose of 5-MeO-DMT or placebo over four weeks.", []string{"repeated"}},
		{"rated twice a day", "Ketamine and delirium", "Methods: In this trial, 40 patients received a single dose of ketamine. Delirium was rated twice daily.", []string{"single"}},
		{"an amount between", "Psilocybin for depression", "Methods: 59 patients were randomised to two 25 mg doses of psilocybin or to escitalopram.", []string{"repeated"}},
		{"sessions of another therapy", "Psilocybin for PTSD", "Methods: Fifteen patients with PTSD will undergo 12 CPT sessions of psilocybin-related therapy and a single dose of psilocybin.", []string{"single"}},
		{"one session with the drug", "Psilocybin for clinicians", "Methods: 30 clinicians were randomised. Treatment had 2 preparation visits, 1 medication session and 3 integration visits.", []string{"single"}},
		{"of this drug and its comparator", "Ketamine for depression", "Methods: 174 patients with depression were randomised to receive ketamine or midazolam (active control) twice weekly for 4 weeks.", []string{"repeated"}},
		{"pulses", "Psilocybin pulse regimen for cluster headache", "Methods: Ten patients took part in a randomised trial of psilocybin.", []string{"repeated"}},
		{"sessions with the drug or placebo", "MDMA for PTSD", "Methods: 90 people with PTSD were randomised to therapy with MDMA or placebo during 3 experimental sessions.", []string{"repeated"}},
		{"microdoses taken in turn", "Microdoses of LSD", "Methods: 80 healthy men were randomised and tested 2 hours after a dose of 10 µg of LSD and after 14 microdoses.", []string{"microdosing"}},
		{"an amount within", "Ketamine and klotho", "Methods: In total, 48 patients with depression were randomised to a single 0.5 mg/kg ketamine or 0.045 mg/kg midazolam regimen.", []string{"single"}},
		{"told with the findings", "Psilocybin for anxiety", "Methods: Thirty patients with anxiety filled in scales. Results: A single high dose of psilocybin lowered anxiety.", []string{"single"}},
		{"what research should do", "Psilocybin for anxiety", "Methods: Thirty patients with anxiety took psilocybin. Conclusion: Future research should test repeated doses of psilocybin.", nil},
		{"sessions of assisted therapy", "Psilocybin-assisted psychotherapy in Parkinson's disease: a case report", "Results: The patient with depression received four sessions of high-dose PAP within one year.", []string{"repeated"}},
		{"sessions with the drug in a crossover", "MDMA and the amygdala", "Methods: In this randomised crossover trial, 16 participants had 1 placebo session and 2 MDMA sessions.", []string{"repeated"}},
		{"ascending doses of a crossover", "Ketamine for depression", "Methods: In this crossover trial, ascending doses of ketamine or midazolam were given to 15 patients with depression at weekly intervals.", []string{"repeated"}},
		{"infusions around an operation", "Ketamine and opioids after spinal surgery", "Methods: Patients with pain will be randomised to infusions of ketamine or saline.", []string{"single"}},
		{"long sessions", "Low doses of psilocybin", "Methods: Patients with anxiety will be randomised to 1 mg or 5 mg of psilocybin at five weekly 6-hour drug administration sessions.", []string{"repeated"}},
		{"levels of single ascending doses", "A six-hour DMT infusion in healthy volunteers", "Methods: This randomized, double-blind, placebo-controlled, single ascending dose study administered three intravenous doses of DMT to 29 healthy participants.", []string{"single"}},
		{"heavy users", "Decisions of heavy users of MDMA", "Methods: Nineteen heavy MDMA users and 19 controls did a gambling task.", []string{"repeated"}},
	})
}
