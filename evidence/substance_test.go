package evidence

import (
	"testing"

	"evidelic/study"
)

func TestSubstance(t *testing.T) {
	testExamples(t, study.TaskSubstance, []example{
		{"title", "COMP360 for depression", "We gave 20 patients one dose.", []string{"psilocybin"}},
		{"an enantiomer in the methods", "Ketamine and connectivity", "Methods: In this double-blind trial, 20 volunteers received S-ketamine or placebo.", []string{"esketamine"}},
		{"both forms compared", "Esketamine versus racemic ketamine for depression", "Methods: 20 patients were randomised to esketamine or racemic ketamine.", []string{"esketamine", "racemic-ketamine"}},
		{"a constituent", "Ayahuasca in volunteers", "Methods: 20 volunteers drank ayahuasca. DMT was measured in plasma. DMT peaked at 2 h.", []string{"ayahuasca"}},
		{"a brand", "Spravato in practice", "We reviewed 20 charts.", []string{"esketamine"}},
		{"background", "MDMA for PTSD", "Background: Psilocybin and LSD have been tried. Methods: 20 patients received MDMA.", []string{"mdma"}},
		{"another meaning", "DMT for multiple sclerosis", "Patients on DMT, a disease modifying therapy, were followed.", nil},
		{"another meaning of DOI", "A survey of adults", "Correction of DOI 10.1000/1.", nil},
		{"with psychotherapy", "MDMA-assisted therapy for PTSD", "Methods: 20 patients received MDMA.", []string{"mdma", "combination"}},
		{"what users might be given elsewhere", "Psychedelic experiences of users: a survey", "OBJECTIVE: Psychedelic-assisted therapy shows promise. METHODS: We surveyed 268 users of psychedelics.", []string{"psychedelics"}},
		{"in groups apart", "Esketamine and dexmedetomidine in old patients", "Methods: 94 patients were randomised to a dexmedetomidine group and an esketamine group.", []string{"esketamine"}},
		{"what had failed before", "Oral esketamine for depression", "Methods: 185 adults (8 antidepressant trials plus electroconvulsive therapy in many) received esketamine.", []string{"esketamine"}},
		{"given together", "MDMA after pretreatment with ketanserin", "Methods: 20 volunteers received ketanserin before MDMA in a crossover trial.", []string{"mdma", "combination"}},
		{"given together, far from the name", "MDMA and vasopressin", "Methods: 16 volunteers received MDMA alone and in combination with the alpha-1 adrenergic inverse agonist prazosin.", []string{"mdma", "combination"}},
		{"the brew a drug is held against", "Inhaled DMT for depression", "Methods: Unlike ayahuasca, inhaled DMT acts quickly. We gave DMT to 14 patients. Ayahuasca takes hours.", []string{"dmt"}},
		{"effects changed by another drug", "Attenuation of ketamine-induced impairment by an AMPA receptor potentiator", "Methods: 29 healthy subjects received ketamine after PF-1 or placebo.", []string{"ketamine", "combination"}},
		{"one after the other", "Repeated ketamine for depression", "Methods: Patients were randomised to five infusions of midazolam followed by one of ketamine.", []string{"ketamine"}},
		{"compared, not combined", "Ketamine and electroconvulsive therapy: a comparison", "Methods: 20 patients were randomised to ketamine or electroconvulsive therapy.", []string{"ketamine"}},
	})
}
