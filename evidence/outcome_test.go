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
		{"bands of waves", "Psilocybin alters cortical waves", "Methods: In 12 volunteers we investigated electrophysiological correlates of psilocybin, such as alpha-band rhythms.", []string{"eeg"}},
		{"bands of waves by MEG", "Psilocybin alters cortical waves", "Methods: We recorded magnetoencephalography and gamma power in 12 volunteers.", []string{"meg"}},
		{"a stage of sleep", "Ketamine and sleep", "Methods: In a biomarker-focused trial, polysomnography told the latency of rapid eye movement sleep in 12 patients with depression who received ketamine.", []string{"eeg", "mood"}},
		{"denied", "The psychedelic LSD in volunteers", "Methods: We gave LSD to 12 volunteers without EEG.", nil},
		{"an experience is no scale", "Psilocybin and the self", "Methods: We coded ego dissolution in reports of 240 users.", []string{"psychedelic-experience"}},
		{"a method of interviews", "Psilocybin and music", "Methods: Interpretative phenomenological analysis of reports of 12 patients was done.", []string{"interview"}},
		{"effects on something", "Acute effects of psilocybin on attention and memory", "Methods: 20 volunteers took psilocybin.", []string{"cognition"}},
		{"a scale's name", "Psilocybin for clinicians", "Methods: 25 clinicians took psilocybin and filled in the Burnout Inventory Human Services Survey.", nil},
		{"how well a model does", "Proteins and ketamine", "Results: In 30 patients, proteins had strong predictive performance in determining who responds to ketamine.", nil},
		{"a scale of states", "Psilocybin and the self", "Methods: The Altered States of Consciousness Questionnaire was filled in by 24 volunteers.", []string{"5d-asc"}},
		{"driving", "Esketamine and driving", "Methods: On-road driving performance was tested in 20 patients after esketamine.", []string{"driving"}},
		{"suicidality measured", "Ketamine for depression", "Results: In 20 patients, suicidal ideation fell within a day of ketamine.", []string{"suicidality", "mood"}},
		{"suicidality as a criterion", "Psilocybin in adults", "Methods: In this trial, 20 adults without a history of serious suicide attempts took psilocybin and rated their mood.", []string{"mood"}},
		{"drinking", "Psilocybin for alcohol use disorder", "Results: In 40 patients, psilocybin reduced heavy drinking days.", []string{"substance-use"}},
		{"pain", "Ketamine after surgery", "Results: Morphine consumption was lower in 30 patients after ketamine.", []string{"pain"}},
		{"visits", "MDMA and the emergency department", "Methods: We counted emergency department visits of 40 users of MDMA.", []string{"emergency-visits"}},
		{"urine tested for drugs taken", "MDMA users and learning", "Methods: Urine samples verified abstinence in 20 MDMA users.", nil},
		{"the disorder of the people", "Endocannabinoids and ayahuasca", "Methods: Plasma was collected from 20 patients with social anxiety disorder.", []string{"blood-marker"}},
		{"a relapse of depression", "Ketamine for depression", "Results: In 40 patients, relapse rates were lower after ketamine.", []string{"mood"}},
		{"a relapse of drinking", "Ketamine for alcohol use disorder", "Results: In 40 patients, relapse rates were lower after ketamine.", []string{"substance-use"}},
		{"the distress of a fetus", "Esketamine for cesarean section", "Results: Fetal distress was seen once among 11 women given esketamine.", nil},
		{"a therapy is no outcome", "Psilocybin for smoking", "Methods: 20 smokers had cognitive-behavioral therapy and psilocybin.", nil},
		{"muscle pain", "Ketamine in volunteers", "Results: Muscle pain was rare in 20 volunteers given ketamine.", nil},
		{"blood as a scanner sees it", "Ketamine and the brain", "Methods: We looked at the hemodynamic response with fMRI in 12 volunteers given ketamine.", []string{"fmri"}},
		{"the scale of another ERP", "Ketamine and therapy for OCD", "Methods: After ketamine, 10 patients had exposure and response prevention (ERP).", nil},
		{"cells of the blood", "MDMA and immunity", "Methods: Lymphocytes were counted in 12 volunteers after MDMA.", []string{"blood-marker"}},
	})
}
