package evidence

import (
	"testing"

	"evidelic/study"
)

func TestScope(t *testing.T) {
	testExamples(t, study.TaskScope, []example{
		{"a trial", "Psilocybin for depression", "We randomised 20 patients to psilocybin or placebo.", []string{"clinical"}},
		{"animals", "Ketamine in mice", "Mice received ketamine and did the forced swim test.", []string{"mechanism"}},
		{"anaesthesia only", "Ketamine for induction of anaesthesia in caesarean section", "We randomised 60 women to ketamine or propofol for anaesthesia.", []string{"adjacent"}},
		{"anaesthesia and the mind", "Intraoperative ketamine and postpartum depression", "We randomised 60 women to ketamine or saline during anaesthesia.", []string{"clinical"}},
		{"only mentioned", "A new antidepressant", "Background: Ketamine acts quickly. Ketamine is not for all. Methods: We randomised 20 patients to the new drug. Conclusion: It may be an alternative to ketamine.", []string{"out"}},
		{"given, though not in the title", "Cue reactivity in alcohol use disorder", "Methods: In this double-blind trial, 20 patients received psilocybin or placebo and were scanned.", []string{"clinical"}},
		{"one of many drugs", "Illicit drug use and anxiety: two surveys", "Background: Drug use is common. Methods: We asked 5877 adults about cocaine, heroin, amphetamines, and hallucinogens. Results: Use of cocaine, heroin and alcohol went with anxiety. Hallucinogens did so in one survey, and hallucinogens with alcohol in both.", []string{"out"}},
		{"the drug among others, given", "Readmission of patients with alcohol use disorder", "Methods: We randomized 40 patients with alcohol use disorder to receive ketamine or naltrexone. Results: Ketamine lowered alcohol use. Cocaine use was rare.", []string{"clinical"}},
		{"a ligand is not the drug", "Platelets of depressed patients bind [3H]LSD", "We measured 3H-LSD binding in 20 patients.", []string{"out"}},
		{"another meaning", "Lysosomal storage disease (LSD) in children", "We followed 20 patients with LSD.", []string{"out"}},
		{"no drug", "Sleep in adults", "We asked 20 adults.", []string{"out"}},
	})
}
