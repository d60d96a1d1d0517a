package evidence

import (
	"strings"
	"testing"

	"evidelic/study"
)

func TestDesign(t *testing.T) {
	for _, row := range []struct{ name, title, abstract, want, not string }{
		{"comma between blind and random", "MDMA and ethanol", "We performed a double blind, randomized, crossover, placebo-controlled study in 16 healthy volunteers. MDMA was given orally.", "randomised-trial", "protocol"},
		{"trials that are needed", "Ketamine in pain", "We treated 12 patients with ketamine. Randomized controlled trials are needed.", "", "randomised-trial"},
		{"register entry", "Ketamine spray", "INTERVENTION: Product Name: ketamine Pharmaceutical Form: Nasal spray CONDITION: Major depression PRIMARY OUTCOME: Main Objective: To compare ketamine with placebo.", "registration", "narrative-review"},
		{"aim and nothing found", "LSD with ketanserin", "Earlier studies found that ketanserin blocked LSD. The present study compares LSD and placebo in healthy subjects.", "protocol", "controlled-trial-"},
		{"aim and results", "LSD with ketanserin", "This study compares LSD and placebo in healthy subjects. Twenty subjects received both. LSD increased heart rate.", "", "protocol"},
		{"treatment protocol", "An effective ketamine protocol for refractory pain", "We treated 12 patients with ketamine. Pain was reduced.", "", "protocol"},
		{"register of reviews", "Ketamine for pain [Protocol]", "Pain is common. Ketamine may help people with pain.", "protocol", "registration"},
		{"plan", "Psilocybin for pain", "Participants will be randomized to receive psilocybin or placebo. Participants will complete questionnaires. A physical examination will be done.", "protocol", "narrative-review"},
		{"looks ahead at last", "MDMA and empathy", "Here we examine empathy in users who took MDMA. Participants did a task on two occasions. Empathy was assessed before and after. In participants (n = 20) MDMA appeared to raise empathy. Controlled studies will be critical.", "", "protocol"},
		{"plan of a review", "Ketamine for depression: protocol for a systematic review and meta-analysis", "We will search PubMed. We will include randomised trials.", "protocol", "editorial"},
		{"hypothesis of finished work", "LSD and music", "The study sought to test the hypothesis that LSD enhances music. Ten healthy volunteers listened to music. Results demonstrated that LSD enhanced emotions.", "", "protocol"},
		{"users compared are no review", "Memory in users of MDMA", "Current and previous users of MDMA were tested on memory. The results were compared with those for a control group. Users were found to be impaired. Possible mediators are discussed.", "", "narrative-review"},
		{"a correction", "Correction to: Ketamine for depression", "", "erratum", "editorial"},
		{"an erratum at the end", "Ketamine for depression: Erratum", "", "erratum", "editorial"},
		{"a retraction notice", "Retraction: Ketamine for depression", "", "erratum", "editorial"},
		{"an article that was retracted", "RETRACTED: Ketamine for depression: a randomized trial", "We randomized 40 patients to ketamine or placebo.", "randomised-trial", "erratum"},
		{"an article that was withdrawn", "WITHDRAWN: Ketamine for pain", "We treated 12 patients with ketamine.", "", "erratum"},
		{"a correction of something else", "Correction of respiratory depression after ketamine", "We treated 12 patients with ketamine.", "", "erratum"},
		{"a review", "Ketamine for depression: an overview", "Depression is common. This review summarizes the clinical use of ketamine. Future directions are discussed.", "narrative-review", "protocol"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := " " + tagOf(study.TaskDesign, row.title, row.abstract) + " "
			if row.want != "" && !strings.Contains(got, " "+row.want+" ") {
				t.Errorf("design =%swithout %s", got, row.want)
			}
			if strings.Contains(got, " "+row.not+" ") {
				t.Errorf("design =%sholds %s", got, row.not)
			}
		})
	}
}
