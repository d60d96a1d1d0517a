package evidence

import (
	"testing"

	"evidelic/study"
)

func TestConclusion(t *testing.T) {
	testExamples(t, study.TaskConclusion, []example{
		{"for", "Psilocybin for depression: a randomised trial", "METHODS: 20 patients received psilocybin. RESULTS: Scores fell. CONCLUSIONS: Psilocybin was effective in depression.", []string{"for"}},
		{"against", "Ketamine for delirium: a randomised trial", "METHODS: 20 patients received ketamine or placebo. RESULTS: Scores were alike. CONCLUSIONS: Ketamine was harmful and is not recommended.", []string{"against"}},
		{"no difference", "Ketamine for pain: a randomised trial", "METHODS: 20 patients received ketamine or placebo. RESULTS: Scores fell. CONCLUSIONS: Outcomes of ketamine and placebo were similar.", []string{"neutral"}},
		{"mixed", "Ketamine for depression: a randomised trial", "METHODS: 20 patients received ketamine. CONCLUSIONS: Ketamine was effective but harmful.", []string{"mixed"}},
		{"failed", "Ketamine for suicidality: a randomised trial", "METHODS: 20 patients received ketamine. CONCLUSIONS: Ketamine failed to reduce suicidal ideation.", []string{"against"}},
		{"no significant change", "Ketamine for sleep: a randomised trial", "METHODS: 20 patients received ketamine. CONCLUSIONS: Ketamine had no significant effects on depression.", []string{"neutral"}},
		{"one but not the other", "Ketamine for depression: a randomised trial", "METHODS: 20 patients received ketamine. CONCLUSIONS: Ketamine was efficacious for depression but did not alter suicidality.", []string{"mixed"}},
		{"stated mixed, benefit not sustained", "Ketamine in postpartum depression: a randomised trial", "METHODS: 20 women with depression received ketamine. CONCLUSIONS: The effects of ketamine in postpartum depression were mixed: early benefit was not sustained, and blinding was incomplete.", []string{"mixed"}},
		{"early but not lasting", "Psilocybin for anxiety: a randomised trial", "METHODS: 20 patients with anxiety received psilocybin. CONCLUSIONS: Psilocybin improved anxiety in the first week, but the improvement was no longer evident at month three.", []string{"mixed"}},
		{"short-lived relief", "Ketamine for headache: a randomised trial", "METHODS: 20 patients with headache received ketamine. CONCLUSIONS: Ketamine gave short-lived relief of headache.", []string{"mixed"}},
		{"conflicting trials", "LSD for alcoholism: a systematic review", "METHODS: We searched PubMed. CONCLUSIONS: Results of trials of LSD in alcohol dependence were conflicting.", []string{"mixed"}},
		{"inconclusive evidence", "MDMA for PTSD: a systematic review", "METHODS: We searched PubMed. CONCLUSIONS: The evidence for MDMA therapy is inconclusive.", []string{"mixed"}},
		{"lasting", "Psilocybin for anxiety: a randomised trial", "METHODS: 20 patients with anxiety received psilocybin. CONCLUSIONS: Psilocybin improved anxiety, and the benefit was sustained at six months.", []string{"for"}},
		{"a transient harm", "Ketamine for pain: a randomised trial", "METHODS: 20 patients with depression received ketamine. CONCLUSIONS: Ketamine was effective in depression. Side effects were only transient.", []string{"for"}},
		{"who responds", "Ketamine in adolescents: a randomised trial", "METHODS: 20 adolescents with depression received ketamine. RESULTS: Subjects with few earlier trials were more likely to experience improvement of depression with ketamine.", nil},
		{"one dose fails, another may help", "Oral esketamine: a randomised trial", "METHODS: 111 patients with depression received esketamine. CONCLUSIONS: Low doses of esketamine were not effective in depression. Higher doses of esketamine might have antidepressant properties.", []string{"mixed"}},
		{"no advantage, and research is needed", "Daily ketamine: a randomised trial", "METHODS: 33 patients with depression received ketamine or midazolam. RESULTS: Both were well tolerated. CONCLUSIONS: Ketamine did not show a notable antidepressant advantage when compared to midazolam, highlighting the need for further research.", []string{"against"}},
		{"helps, and research is needed", "Psilocybin for drinking: a systematic review", "METHODS: We searched PubMed. CONCLUSIONS: Preliminary evidence supports the efficacy of psilocybin in alcohol use disorder, but larger trials are needed.", []string{"for"}},
		{"only research is needed", "DMT for depression: a systematic review", "METHODS: We searched PubMed. CONCLUSIONS: Although promising, further studies are needed to establish the efficacy of DMT in depression.", nil},
		{"no difference in effects", "Psilocybin and escitalopram: a randomised trial", "METHODS: 59 patients with depression received psilocybin or escitalopram. CONCLUSIONS: The trial did not show a significant difference in antidepressant effects between psilocybin and escitalopram.", []string{"neutral"}},
		{"few of them", "Ketamine in a clinic: an open-label trial", "METHODS: 215 patients with depression received ketamine. CONCLUSIONS: Only a minority of patients treated with ketamine achieved remission, but improvements were maintained.", []string{"mixed"}},
		{"better in every group", "Ketamine after surgery: a randomised trial", "METHODS: 32 patients with depression received ketamine or placebo. RESULTS: Depressive symptoms decreased in both groups of ketamine and placebo. CONCLUSIONS: Recruitment was feasible.", nil},
		{"a response defined", "Doses of ketamine: a randomised trial", "METHODS: 28 patients with depression received ketamine. RESULTS: Regardless of response, defined as a reduction of depression by half, doses of ketamine were low.", nil},
		{"a mixed model", "Ketamine for depression: a randomised trial", "METHODS: 20 patients received ketamine. CONCLUSIONS: In mixed effects models, ketamine was effective in depression.", []string{"for"}},
		{"mixed so far, clear now", "Ketamine for suicidality: a randomised trial", "METHODS: 20 patients with depression received ketamine. CONCLUSIONS: Although earlier results were mixed, ketamine was effective in depression.", []string{"for"}},
		{"undecided", "Oral and intravenous ketamine: a randomised trial", "METHODS: 20 patients with depression received ketamine. CONCLUSIONS: Conclusions about the efficacy of ketamine cannot be drawn.", []string{"neutral"}},
		{"well tolerated although undecided", "Oral ketamine: a randomised trial", "METHODS: 20 patients with depression received ketamine. CONCLUSIONS: Ketamine was well tolerated, although conclusions on effectiveness cannot be drawn.", []string{"for"}},
		{"another treatment did better", "ECT and ketamine: a randomised trial", "METHODS: 20 patients with depression received ketamine or ECT. CONCLUSIONS: ECT had the more robust antidepressant effects compared to ketamine.", []string{"against"}},
		{"ketamine did better", "ECT and ketamine: a randomised trial", "METHODS: 20 patients with depression received ketamine or ECT. CONCLUSIONS: Ketamine had more robust antidepressant effects compared to ECT.", []string{"for"}},
		{"no treatment was needed", "Ketamine after birth: a randomised trial", "METHODS: 20 women with depression received ketamine. CONCLUSIONS: Ketamine decreases depression. Side effects of ketamine did not require treatment.", []string{"for"}},
		{"what a drug does to the healthy is no benefit", "MDMA and feedback: a randomised trial", "METHODS: 20 healthy volunteers received MDMA. CONCLUSIONS: MDMA enhanced positive mood.", nil},
		{"safe in the healthy", "Psilocybin in volunteers: a randomised trial", "METHODS: 20 healthy volunteers received psilocybin. CONCLUSIONS: Psilocybin was safe and well tolerated.", []string{"for"}},
		{"what was asked", "MDMA therapy for PTSD: a randomised trial", "METHODS: 20 patients received MDMA. CONCLUSIONS: Both efficacy and acceptability of MDMA therapy for PTSD.", nil},
		{"others' trials", "Psilocybin for depression: a case report", "A 40-year-old man with depression received psilocybin. In April 2021, a trial of psilocybin reported higher remission of depression. We conclude that psilocybin was useful in depression.", []string{"for"}},
		{"how it acts", "Ketamine for depression: a randomised trial", "METHODS: 20 patients received ketamine. CONCLUSIONS: Changes of the cortex may be associated with the antidepressant effect of ketamine.", nil},
		{"a plan concludes nothing", "Psilocybin for depression: study protocol of a randomised trial", "We will recruit 20 patients. Psilocybin may be effective.", nil},
		{"users are not treated", "Memory of ecstasy users", "METHODS: 20 ecstasy users and 20 controls were tested. CONCLUSIONS: Memory was reduced in MDMA users.", nil},
		{"lower activity is no benefit", "Brain activity under LSD", "METHODS: 20 patients received LSD in a randomised trial. CONCLUSIONS: Activity of the thalamus was reduced.", nil},
	})
}

func TestHarms(t *testing.T) {
	testExamples(t, study.TaskHarms, []example{
		{"reported", "Ketamine for depression", "In this trial, 20 patients received ketamine. Adverse events were mild.", []string{"reported"}},
		{"none serious", "Ketamine for depression", "In this trial, 20 patients received ketamine. There were no serious adverse events.", []string{"none-serious"}},
		{"none of the studies", "Ketamine for depression: a systematic review", "We searched PubMed. None of the studies reported serious adverse events.", []string{"none-serious"}},
		{"self-harm is a symptom", "Ketamine for self-harm", "In this trial, 20 patients with self-harm received ketamine.", nil},
		{"harm reduction", "Festivals and harm reduction", "Harm reduction for users of psychedelics is needed.", nil},
		{"a dissociative disorder", "Psilocybin for trauma", "In this trial, 20 patients with a dissociative disorder received psilocybin.", nil},
		{"what today's treatments lack", "MDMA for trauma: a narrative review", "PURPOSE: Treatments are limited by lack of tolerability. FINDINGS: MDMA holds promise.", nil},
		{"a headache that was treated", "Psilocybin for cluster headache", "In this trial, 20 patients with cluster headache received psilocybin.", nil},
		{"impaired patients are no harm", "Ketamine and mild impairment", "In this trial, 20 impaired patients received ketamine.", nil},
		{"dependence that was treated", "Ketamine for alcohol dependence", "In this trial, 20 patients received ketamine.", nil},
	})
}

func TestFunding(t *testing.T) {
	testExamples(t, study.TaskFunding, []example{
		{"funded", "LSD in volunteers", "We gave LSD to 20 volunteers. Funded by a foundation.", []string{"funding"}},
		{"supported by a grant", "LSD in volunteers", "We gave LSD to 20 volunteers. Supported by a grant of the state.", []string{"funding"}},
		{"others' conflicts", "LSD in therapy", "Almost all studies of LSD documented conflicts of interest.", nil},
		{"others' sponsors", "MDMA therapy: a primer", "Almost all clinical trials of MDMA have been sponsored by one association.", nil},
		{"supported by evidence", "LSD in therapy", "The use of LSD is supported by accumulating evidence.", nil},
		{"no conflicts", "LSD in volunteers", "The authors have no conflicts of interest.", []string{"no-conflicts"}},
	})
}

func TestRegistration(t *testing.T) {
	testExamples(t, study.TaskRegistration, []example{
		{"own", "Ketamine for depression: a randomised trial", "We gave ketamine to 20 patients (NCT 01234567).", []string{"nct01234567"}},
		{"a reviewed trial's", "Ketamine for depression: a systematic review", "We searched PubMed. Trials (NCT01234567) were included. PROSPERO CRD42020123456.", []string{"crd42020123456"}},
		{"too short", "Ketamine for depression", "We gave ketamine to 20 patients (NCT0123).", nil},
	})
}

func TestRoute(t *testing.T) {
	testExamples(t, study.TaskRoute, []example{
		{"intravenous", "Intravenous ketamine for depression", "In this trial, 20 patients received ketamine.", []string{"intravenous"}},
		{"abbreviated", "Ketamine for depression", "In this trial, 20 patients received i.m. ketamine.", []string{"intramuscular"}},
		{"a syllable", "Ketamine and the im mune system", "In this trial, 20 patients received ketamine.", nil},
		{"of a companion", "Ketamine for depression", "In this trial, 20 patients on an oral antidepressant received ketamine.", nil},
		{"routes that an opinion names", "Treatments of depression: a narrative review", "This narrative review summarizes treatments. Nasal esketamine was approved.", nil},
		{"what others swallow", "Inhaled DMT: a phase I trial", "Psychedelics are being increasingly examined. Oral psychedelics last long. We aimed to test inhaled DMT in 27 volunteers.", []string{"inhaled"}},
		{"a Roman numeral", "Ketamine for depression", "In this phase IV trial, 20 patients received ketamine.", nil},
	})
}

func TestPsychotherapy(t *testing.T) {
	testExamples(t, study.TaskPsychotherapy, []example{
		{"given", "MDMA-assisted therapy for PTSD", "METHODS: 20 patients received MDMA.", []string{"given"}},
		{"withheld", "Psilocybin for depression", "METHODS: 20 patients received psilocybin without psychotherapy.", []string{"not-given"}},
		{"attitudes", "Attitudes to MDMA-assisted therapy", "METHODS: In an online survey, 400 social workers answered.", nil},
		{"silence", "Ketamine for depression", "METHODS: 20 patients received ketamine.", nil},
	})
}
