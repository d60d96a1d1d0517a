package evidence

import (
	"testing"

	"evidelic/study"
)

func TestCondition(t *testing.T) {
	testExamples(t, study.TaskCondition, []example{
		{"title", "Psilocybin for treatment-resistant depression", "We gave psilocybin to 12 patients.", []string{"treatment-resistant-depression"}},
		{"people", "Rapid effects of ketamine", "Methods: We studied 20 patients with post-traumatic stress disorder.", []string{"ptsd"}},
		{"people, the noun after", "Connectivity under ketamine", "Methods: We scanned 20 major depressive disorder subjects.", []string{"depression"}},
		{"a model is no psychosis", "LSD as a model of psychosis", "Methods: We gave LSD to 20 healthy volunteers.", []string{"healthy-volunteers"}},
		{"a relative's disorder", "Ketamine in people with a family history of alcoholism", "Methods: We gave ketamine to 20 healthy volunteers.", []string{"healthy-volunteers"}},
		{"users", "Memory of ecstasy users", "Methods: We tested 20 ecstasy users and 20 controls for depression.", []string{"recreational-use"}},
		{"consumption", "An explorative study on consumption and abuse of ecstasy", "Twelve young adults have been interviewed about their experiences.", []string{"recreational-use"}},
		{"a register's heading", "Anaesthesia with ketamine for electroconvulsive therapy", "INTERVENTION: ketamine CONDITION: severe bipolar depression PRIMARY OUTCOME: Main Objective: time to reorientation", []string{"bipolar-disorder"}},
		{"users who are treated", "Treating drug dependence with ibogaine", "We reviewed 75 previous cocaine and crack users who received ibogaine. Most drug users were abstinent.", []string{"substance-use-disorder"}},
		{"a use that others have", "MDMA use among street-involved youth", "Objectives: Data suggest this drug has utility in management of post-traumatic stress disorder. Methods: We surveyed 1208 users of drugs.", []string{"recreational-use"}},
		{"left out", "Psilocybin for depression", "Methods: We gave psilocybin to 12 patients. Trials of only healthy participants were excluded.", []string{"depression"}},
		{"users named only by the word", "Working memory and MDMA", "We tested 20 current users and 20 non-users. Users did worse.", []string{"recreational-use"}},
		{"a recreational dose makes no users", "MDMA in healthy volunteers", "Methods: We gave a recreational dose of MDMA to 13 healthy volunteers.", []string{"healthy-volunteers"}},
		{"a scale is no condition", "Psilocybin in cancer", "Methods: 20 patients with advanced cancer filled in the Beck Depression Inventory.", []string{"life-threatening-illness"}},
		{"an antidepressant is no depression", "Ayahuasca: what is known", "We asked whether antidepressants act alike.", nil},
		{"physically healthy patients", "Psilocybin for depression: a systematic review", "Methods: We searched PubMed for trials in physically healthy adult patients with depression.", []string{"depression"}},
		{"after birth, with a hyphen", "Esketamine for post-partum depression", "Methods: 90 women received esketamine.", []string{"postpartum-depression"}},
		{"breathing", "Esketamine and respiratory depression", "Methods: We gave esketamine to 20 patients before surgery. Respiratory depression was rare.", nil},
		{"a trial of a disorder", "Riluzole after ketamine", "Methods: We analysed a placebo-controlled trial of treatment-resistant depression in 52 adults.", []string{"treatment-resistant-depression"}},
		{"a woman with a disorder", "Dissociation after esketamine: a case report", "Methods: We treated a 64-year-old woman with major depressive disorder.", []string{"depression"}},
		{"with and without a disorder", "Psilocybin in adults with and without autism", "Methods: 40 adults received psilocybin.", []string{"autism"}},
		{"like a psychosis", "Ketamine and connectivity", "Results: Ketamine changed connectivity as in schizophrenia. Early schizophrenia looked alike, late schizophrenia did not.", nil},
		{"a trait of volunteers", "MDMA response in healthy humans", "Methods: We pooled 194 healthy subjects. Trait anxiety of subjects predicted response.", []string{"healthy-volunteers"}},
		{"an effect shown in volunteers", "Cordance of healthy volunteers: implications for the antidepressant effect of ketamine", "Methods: 20 healthy volunteers received ketamine.", []string{"healthy-volunteers"}},
		{"a side effect", "Ketamine anaesthesia for electroconvulsive therapy", "Methods: 33 patients had ketamine. Results: Patients reported more headaches.", nil},
		{"therapy for a disorder", "No drop of mood after MDMA", "Methods: The current open-label study examined MDMA therapy for alcohol use disorder in 14 adults.", []string{"alcohol-use-disorder"}},
		{"a word for people", "LSD psychotherapy", "The influence of LSD was studied in 3 groups of neurotics.", []string{"mental-disorder"}},
		{"healthy but for the disorder", "Ketamine and GABA in major depression", "Methods: This trial included 38 physically healthy outpatients with major depression.", []string{"depression"}},
		{"what the drug treats elsewhere", "LSD after paroxetine", "The present study investigated LSD, tried for the treatment of depressive disorders, in 23 healthy participants.", []string{"healthy-volunteers"}},
		{"examples", "Psychedelics in stuttering: a review", "This review explores psychedelics, which help in some conditions (e.g., depression, PTSD).", nil},
		{"deaths that a review counted", "Serious adverse events of ketamine: a systematic review", "Results: No deaths were observed in 93 trials.", nil},
		{"left out", "Ketamine for mental disorders", "Methods: We searched for trials in patients with PTSD, excluding depression.", []string{"mental-disorder", "ptsd"}},
		{"attitudes to death are no poisoning", "Psychedelics and attitudes towards death", "Methods: We asked 20 people after psilocybin.", nil},
		{"pain that is chronic", "Psychedelics in the management of pain", "Methods: We asked 40 patients with chronic pain about psilocybin.", []string{"chronic-pain"}},
		{"pain that is acute", "Ketamine for acute pain", "Methods: 40 patients with acute pain, none with chronic pain, received ketamine.", []string{"acute-pain"}},
		{"dependence on the drug", "Mood of people dependent on ketamine", "Methods: 129 patients were dependent on ketamine.", []string{"ketamine-use-disorder"}},
		{"animals have no condition", "Ketamine in a rat model of depression", "Rats received ketamine.", nil},
	})
}
