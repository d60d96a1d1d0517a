package evidence

import (
	"testing"

	"evidelic/study"
)

func TestSetting(t *testing.T) {
	testExamples(t, study.TaskSetting, []example{
		{"an example is no place", "Measures for psilocybin services", "Methods: We recruited 36 experts with experience in various contexts (e.g., ceremonial settings, clinical trials).", nil},
		{"places compared by a review", "The psychedelic experience and depression: a systematic review", "Methods: We searched MEDLINE. Subgroup analyses were conducted based on diagnosis and setting (clinical vs. naturalistic).", nil},
		{"what is played online", "Smartphones and ketamine users", "Methods: We asked 233 ketamine users about their online gaming.", nil},
		{"a laboratory", "MDMA in volunteers", "Methods: 20 volunteers took MDMA in a laboratory.", []string{"laboratory"}},
		{"tests of the laboratory", "Psilocybin for anorexia nervosa", "Methods: Ten women took psilocybin. Laboratory tests were done.", nil},
		{"an outpatient clinic", "Ketamine for depression", "Methods: 20 outpatients received ketamine.", []string{"outpatient"}},
		{"who had been in hospital", "Psychedelic use and eating disorders", "Methods: We surveyed adults who had recently been hospitalized.", nil},
		{"a ceremony", "Ayahuasca and mood", "Methods: We asked 20 people after an ayahuasca ceremony.", []string{"ceremony", "naturalistic"}},
		{"people of a nation", "Psychedelic therapy and Indigenous clinicians", "Methods: 13 Indigenous clinicians answered questions.", nil},
		{"a database is no place", "MDMA for PTSD: a systematic review", "Methods: We searched online databases for trials of MDMA.", nil},
		{"cancer alone is no palliative care", "Esketamine in thyroid cancer", "Methods: 80 women received esketamine.", nil},
		{"a procedure is no place", "Ketamine and electroconvulsive therapy", "Methods: 20 patients were randomised to ketamine or electroconvulsive therapy.", nil},
		{"excluded", "Psilocybin for addiction: a systematic review", "Methods: We searched PubMed, excluding naturalistic studies.", nil},
		{"a call beside the treatment", "Psilocybin for depression", "Methods: 46 patients received psilocybin in a double-blind trial. Sessions of integration were held by telephone.", nil},
		{"drugs used for fun", "Recreational drug use in a hospital", "Methods: We tested patients for MDMA and other recreational drugs at a hospital.", []string{"clinical"}},
		{"places of reviewed studies", "Psilocybin for anxiety: a systematic review", "Methods: We searched PubMed. Results: Three trials were done in outpatient clinics and one in a palliative ward.", nil},
		{"what a review is about", "Ketamine in the emergency department: a systematic review", "Methods: We searched PubMed. Results: Ten trials were found.", []string{"clinical"}},
		{"a design is no place", "Ketamine and sleep", "Methods: In this observational study, 52 patients received ketamine.", nil},
	})
}

func TestComparator(t *testing.T) {
	testExamples(t, study.TaskComparator, []example{
		{"trials of others", "Rethinking placebo-controlled clinical trials of psychedelics", "", nil},
		{"placebo", "Psilocybin for depression", "Methods: 20 patients were randomised to psilocybin or placebo.", []string{"placebo"}},
		{"what is given with it", "DMT combined with harmine in a retreat", "Methods: Forty meditators were randomised to DMT and harmine or placebo.", []string{"placebo"}},
		{"doses a week", "LSD in depression", "Methods: Patients were randomised to LSD or placebo, taking two doses a week.", []string{"placebo"}},
		{"a placebo effect is no placebo", "Psilocybin and neurofeedback", "Methods: 37 adults were randomised to psilocybin or nothing. Results: Placebo effects were alike.", nil},
		{"what others lacked", "Psilocybin for depression", "Evidence came from uncontrolled samples. Methods: 233 patients were randomised to psilocybin or placebo.", []string{"placebo"}},
		{"given before, not compared", "LSD after paroxetine", "Methods: 23 volunteers received LSD after paroxetine or placebo pre-administration in a randomised crossover trial.", []string{"placebo"}},
		{"a drug that masks", "Ketamine for depression", "Methods: 20 patients were randomised to ketamine versus midazolam.", []string{"active-placebo"}},
		{"a vehicle that is driven", "LSD and driving", "Methods: 20 volunteers were randomised to LSD or nothing, and vehicle control was measured.", nil},
		{"a hormone that was measured", "MDMA and sodium", "Methods: In a randomised trial of MDMA versus placebo, plasma oxytocin levels were compared.", []string{"placebo"}},
	})
}
