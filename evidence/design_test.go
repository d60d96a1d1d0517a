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
		{"a trial in a review", "Psychedelics in obsessive-compulsive disorder", "Psychedelics are emerging treatments. Psilocybin was then assessed in a small, open-label trial, which found fewer symptoms. This review will evaluate the evidence. It will discuss issues with current evidence.", "narrative-review", "open-label-trial"},
		{"briefly reviews", "The potential of arketamine", "Ketamine is used for depression. However, a recent randomized controlled trial found that arketamine was not superior to placebo. This article briefly reviews the mechanism of action of arketamine.", "narrative-review", "randomised-trial"},
		{"a trial that says review", "Ketamine in a clinic", "We randomized 40 patients to ketamine or saline. This review of their records was blinded. Depression decreased.", "randomised-trial", "narrative-review"},
		{"looked at the brain", "MDMA and faces", "MDMA has long been used by many. Its effects may be related to empathy. The mechanisms are not fully understood by anybody so far, and their specificity to MDMA compared to other stimulants is unknown, although they matter. Here, using electroencephalography (EEG), we investigated the effects of MDMA on early visual processing of faces in an oddball task. MDMA enhanced an event-related component that is sensitive to detecting faces. These findings provide insights into the mechanisms underlying the effects of MDMA on emotions, and they may have implications for its use.", "", "narrative-review"},
		{"articles counted", "A bibliometric analysis of psychedelic trials", "Our search revealed 394 articles. The older cohort had fewer studies of treatment than the recent cohort.", "scoping-review", "cohort"},
		{"interviewed out of a cohort", "Ecstasy among young men", "Methods: In this qualitative study, interviews were conducted with 24 men recruited from a prospective cohort study.", "qualitative", "cohort"},
		{"a series of cases", "Psychopathology after ecstasy", "Background: We examined this by collecting a series of psychiatric cases in which MDMA use was prominent. Method: Patients (n = 11) were interviewed.", "case-series", "cohort"},
		{"researchers were asked", "Expert opinions on MDMA-assisted therapy", "Introduction: Gaining insights from researchers may be useful. Method: A survey was sent to researchers and clinicians. Results: The survey, which included responses from 68 experts, yielded a range of opinions.", "survey", "protocol"},
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
		{"an opinion", "Females in psychedelic research", "Case studies underscore the importance of hormones. This opinion paper explores hormones and psychedelics. Observational data are scarce.", "editorial", "observational"},
		{"a commentary on trials", "Psychedelics in cancer", "In this commentary, we briefly review data from recent placebo-controlled, double-blind, cross-over trials of psilocybin.", "editorial", "controlled-trial"},
		{"a trial that calls for an opinion", "Ketamine for pain", "We randomized 40 patients to ketamine or placebo. In our opinion ketamine helps.", "randomised-trial", "editorial"},
		{"others' trials", "Psilocybin for depression: an update", "Initial trials gave signs of safety. The first randomised controlled trial was published in 2022. Phase 3 trials are scheduled. We therefore provide a timely update to psychiatrists on what psilocybin therapy is, what it is not, and what the evidence says.", "", "randomised-trial"},
		{"questionnaires are administered too", "Memory of ecstasy users", "Tests of memory were administered to 60 ecstasy users and to 30 nonusers. Users did worse than the control group.", "observational", "experiment"},
		{"a drug is administered", "Ketamine and memory", "Ketamine was administered to 20 healthy volunteers. Memory was tested.", "experiment", "observational"},
		{"nine patients are no series", "Modelling of ketamine in depression", "Plasma was sampled in nine patients with depression after an infusion of ketamine. A model was fitted.", "experiment", "case-series"},
		{"cases described", "Ketamine in pain", "Ketamine was tried in pain. We describe five patients who received ketamine.", "case-series", "case-report"},
		{"the name of the PRISMA statement", "Ketamine for pain: a systematic review", "Methods: Following the Preferred Reporting Items for Systematic Reviews and Meta-Analyses, we searched PubMed and Embase.", "systematic-review", "meta-analysis"},
		{"a review that says so", "Narrative review of psychedelics for grief", "Grief is common. Randomized clinical trials found benefits of psilocybin in depression. Conducting a randomized clinical trial would be a next step.", "narrative-review", "randomised-trial"},
		{"a treatment that holds promise", "Ibogaine for veterans", "This study evaluated ibogaine in veterans. Of the 86 veterans, 45 met criteria. Ibogaine holds promise.", "", "narrative-review"},
		{"random numbers", "Esketamine and dexmedetomidine in surgery", "A total of 94 patients were divided into an esketamine group and a dexmedetomidine group by the random number table method.", "randomised-trial", "experiment"},
		{"part of a programme", "Esketamine for depression", "A retrospective study of patients who received esketamine as part of the compassionate use program.", "observational", "secondary-analysis"},
		{"the case for something", "When the trial ends: the case for provisions after psychedelic trials", "We outline what is atypical.", "", "case-report"},
		{"a case", "Psilocybin for dependence: a case report", "A 40-year-old man received psilocybin.", "case-report", "narrative-review"},
		{"interviews in a trial", "Experiences of psilocybin therapy in a trial", "Participants of a randomized controlled trial were asked. Methods: Thematic analysis of interviews with 10 participants.", "qualitative", "randomised-trial"},
		{"a trial of animals", "A preclinical randomized controlled trial of ketamine on relapse", "Ketamine reduced relapse in male rats. Female rats drank less.", "preclinical", "randomised-trial"},
		{"records are no people", "Psychedelics and plasticity: a comprehensive review", "Methods: A comprehensive literature search on PubMed was performed. Results: We found 1083 entries. 903 underwent selection. 70 articles were included.", "systematic-review", "narrative-review"},
		{"a review that looks ahead", "[Psychedelic psychiatry]", "Depression is common. This review focuses on psilocybin. A study is currently recruiting. Whether psychedelics will become standard will be seen.", "narrative-review", "protocol"},
		{"sessions of therapy are no crossover", "MDMA-assisted therapy for PTSD", "Patients were randomized to MDMA or placebo in three sessions of therapy.", "randomised-trial", "crossover"},
		{"conditions that were assigned", "Ketamine and motivation", "Adults with alcohol use disorder were randomly assigned to one of four conditions: ketamine or placebo, with or without therapy.", "randomised-trial", "crossover"},
		{"an analysis of variance", "Ketamine and mood", "We randomized 40 patients to ketamine or placebo. A repeated measures ANOVA with a two-way interaction was used.", "randomised-trial", "crossover"},
		{"drugs in turn", "MDMA and trust", "Healthy volunteers took part in three sessions in which they received MDMA (0.75 or 1.5 mg/kg) or placebo, in randomized order.", "crossover", "parallel"},
		{"each got both", "MDMA and trust", "In a randomized trial each participant received both MDMA and placebo.", "crossover", "parallel"},
		{"an opinion that names a kind of trial", "Shrinking the gap in psychedelic therapy", "Methods of implementation science (for example, sequential randomized trial designs) can be used for psychedelic therapy.", "", "randomised-trial"},
		{"a finding of others", "The facets of arketamine", "Arketamine has fewer side effects. However, a recent randomized controlled trial found that arketamine was no better than placebo.", "", "randomised-trial"},
		{"genes by chance", "Cannabis and diabetes: a Mendelian randomization study", "We used genetic data of 40,000 people.", "", "randomised-trial"},
		{"a look at registrations", "Psilocybin clinical trials in depression on ClinicalTrials.gov: a cross-sectional analysis", "METHODS: We read the protocols. RESULTS: Two trials were double-blind and placebo-controlled.", "cross-sectional", "controlled-trial"},
		{"a narrative review that searched", "Psilocybin after COVID: a comprehensive narrative review", "Methods: We searched PubMed and Scopus. Databases were searched by two reviewers. Studies were included.", "narrative-review", "systematic-review"},
		{"rates are no literature", "Athletes and psilocybin", "OBJECTIVES: To ask athletes. METHODS: Rates of psychedelic use were summarized across athletes. RESULTS: Psilocybin was the third most used substance. CONCLUSION: Athletes may be receptive.", "", "narrative-review"},
		{"a review of patients and animals", "Psychedelics for depression in old age: promise and potential", "This review examines psychedelics as treatments of depressed patients. Preclinical studies show how they act. Preclinical models support it.", "narrative-review", "preclinical"},
		{"a column", "How ketamine might be approved", "This column focuses on intravenous ketamine for depression. Studies were done in normal volunteers.", "editorial", "experiment"},
		{"calls itself narrative", "Psychedelics and immunity", "METHODS: A PubMed literature search was conducted. Studies were included if they looked at immunity. This narrative review synthesises evidence.", "narrative-review", "systematic-review"},
		{"a chemist's discovery", "Structure-activity relationships of selective serotonin agonists", "Psychedelics such as LSD and psilocybin show promise in trials for depression, anxiety and substance use. Their effects are linked to one receptor. We report herein the discovery of a new class of agonists and detail the structure-activity investigations that led to a compound with good properties, more selective than others before it, and with hopes for more of its kind in the years to come, as discussed at length below in the text.", "preclinical", "narrative-review"},
		{"laws", "Regulations of psychedelics in five countries", "METHODS: Data were drawn from government documents and databases.", "", "secondary-analysis"},
		{"placebos as a topic", "Addressing blinding with active placebos", "We aimed to describe drawbacks of placebo conditions and to review drugs that may serve as active placebos in psychedelic trials.", "", "controlled-trial"},
		{"a reply", "Psychedelics for adolescents: opportunities and equipoise: authors' reply", "We are writing in response to two letters, which discussed our commentary.", "editorial", "narrative-review"},
		{"costs", "Cost-effectiveness of MDMA-assisted therapy in PTSD", "OBJECTIVE: To explore the cost-effectiveness of MDMA compared to placebo. METHODS: A model was made. RESULTS: Costs fell.", "", "controlled-trial"},
		{"a letter", "Scales in ketamine trials", "The letter about the article on a double-blind crossover study of ketamine discusses some points.", "editorial", "controlled-trial"},
		{"a note of retraction", "Retraction Note: MDMA for PTSD: design of randomized trials", "", "erratum", "randomised-trial"},
		{"a review of trials", "Psilocybin for depression: a review focusing on clinical trials", "Eleven studies (six open-label and five randomized clinical trials) exploring psilocybin were found.", "narrative-review", "randomised-trial"},
		{"a disorder's prevalence", "Fibromyalgia", "Fibromyalgia is a syndrome with a high prevalence. Several epidemiological studies looked at ketamine.", "", "cross-sectional"},
		{"a protocol by its name", "The XYZ protocol: exposure therapy with MDMA for PTSD", "This article describes the rationale for an open label pilot trial of MDMA with exposure therapy.", "protocol", "narrative-review"},
		{"a trial without a number", "Psilocybin and afterimages", "It was shown in double-blind conditions that psilocybin changes perception.", "controlled-trial", "narrative-review"},
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
