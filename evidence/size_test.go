package evidence

import (
	"strings"
	"testing"

	"evidelic/study"
)

// tagOf tags a title and an abstract and joins the values of one task.
func tagOf(task study.Task, title, abstract string) string {
	s := &study.Study{Report: study.Report{Title: title, Abstract: []study.Section{{Text: abstract}}}}
	t := Tag(s)[task]
	if len(t.Values) == 0 {
		return string(t.Status)
	}
	var out []string
	for _, v := range t.Values {
		out = append(out, v.Value)
	}
	return strings.Join(out, " ")
}

func TestSize(t *testing.T) {
	for _, row := range []struct{ name, abstract, want string }{
		{"total", "METHODS: A total of 14 female users and 10 women who did not use it took part.", "24"},
		{"groups", "METHODS: We compared 22 long-term users with 20 drug-naive volunteers and 19 cannabis users.", "61"},
		{"groups in words", "METHODS: Twenty-five ketamine users and thirty healthy controls took a memory test.", "55"},
		{"part in parentheses", "METHODS: We enrolled 40 patients (18 women) with depression.", "40"},
		{"n with a part", "METHODS: Adults (n = 80) with depression, of whom 54% (n = 43) took medication, received ketamine.", "80"},
		{"groups in one parenthesis", "METHODS: Groups were compared on recall (26 controls, 12 ecstasy users, 10 cannabis users).", "48"},
		{"two groups of", "METHODS: Ketamine was given to 2 groups of 12 healthy volunteers.", "24"},
		{"group of unknown number", "METHODS: Each cohort will consist of 8 participants.", "not_reported"},
		{"randomised of consenting", "METHODS: Of the 42 patients who consented, 28 patients were randomly assigned to ketamine.", "28"},
		{"part told later", "METHODS: Twenty-eight patients with depression were treated with ketamine. Eight patients received no pretreatment.", "28"},
		{"the same verb", "METHODS: Twelve patients were treated with ketamine twice a week, and twelve patients were treated with magnetic stimulation.", "24"},
		{"at times", "RESULTS: Patients were analysed at baseline (n = 108), at day 1 (n = 82) and at day 7 (n = 71).", "108"},
		{"controls told later", "METHODS: Patients (n = 23) received ketamine. Images were acquired. They were compared with healthy controls (n = 27).", "50"},
		{"staff is no sample", "METHODS: Participants will receive ketamine. Two unblinded staff members will prepare it.", "not_reported"},
		{"no noun", "METHODS: Patients were assigned: 20 received ketamine and 21 received midazolam.", "41"},
		{"whole and arms without a noun", "METHODS: Forty patients took part; 20 received ketamine and 19 received midazolam.", "40"},
		{"arms of the whole", "METHODS: A total of 30 clinicians took part, of whom 15 were randomly assigned to psilocybin and 15 to niacin.", "30"},
		{"words with hyphens", "METHODS: We studied twenty-four right-handed, non-smoking, medication-free, male volunteers.", "24"},
		{"only the sexes in parentheses", "METHODS: Patients (12 male, 10 female) with chronic pain received ketamine.", "22"},
		{"patients then controls", "METHODS: Imaging was done in 10 patients. Results were compared with those of 15 matched controls.", "25"},
		{"two studies", "METHODS: In the first study, volunteers (n = 15) received saline. In the second study, volunteers (n = 22) received ketamine.", "37"},
		{"controls with parts", "METHODS: Vision was tested in 19 ecstasy users and 23 matched controls (9 smokers, 14 abstainers).", "42"},
		{"a numbered study", "METHODS: Volunteers of study 1 and 14 patients were tested.", "14"},
		{"no people", "METHODS: Ketamine 0.5 mg/kg was infused over 40 minutes on 3 days.", "not_reported"},
		{"years are no people", "METHODS: A total of 90 patients treated in Tehran in 2024 were randomized into three groups.", "90"},
		{"thousands with a comma", "METHODS: Two thousand, five hundred and sixty-one individuals completed the survey.", "2561"},
		{"a society's classes", "METHODS: 90 American Society of Anesthesiologists (ASA) I-II patients were included. A group of 30 patients received saline.", "90"},
		{"groups of so many each", "METHODS: Participants were randomized to three groups (25 each): low dose, high dose and placebo.", "75"},
		{"groups of n each", "METHODS: Participants were randomized to two groups (n = 20 per group).", "40"},
		{"users of a list of drugs", "METHODS: We analysed 75 previous alcohol, cannabis, cocaine and crack users.", "75"},
		{"users of two drugs", "METHODS: A cohort of 96 beginning MDMA and amphetamine users. RESULTS: 65 subjects used both: 37 subjects used little and 28 subjects used much.", "96"},
		{"users of the past year", "RESULTS: Out of 9233 past year users, 19 (0.2%) sought treatment.", "9233"},
		{"parts in brackets are no whole", "RESULTS: Nineteen respondents (seven physicians, four nurses, three physicians in training) were interviewed.", "19"},
		{"a share is a part", "METHODS: Surveys of 1208 participants were included. RESULTS: Overall, 599 (49.6%) participants used MDMA.", "1208"},
		{"shares of everybody", "RESULTS: There were 546 (73.7%) men and 195 (26.3%) women.", "741"},
		{"those who remained", "RESULTS: A total of 82 patients entered the study and 64 patients remained after exclusion.", "82"},
		{"two numbered studies", "METHODS: Study 1 was a blinded trial (N = 35, saline). Study 2 was a randomized trial (N = 100 participants in two groups).", "135"},
		{"a report on some", "METHODS: 763 volunteers took part in a survey. This report is based on the 282 users from that sample.", "282"},
		{"randomised of those who responded", "RESULTS: Of the 42 patients who signed consent, 28 patients achieved a response and were randomized.", "28"},
		{"both arms randomised", "RESULTS: Thirty-one patients were randomized to the low dose group, and 30 were randomized to the high dose group.", "61"},
		{"women in brackets alone", "RESULTS: Interviews with mostly Caucasian men (eight women) were coded.", "not_reported"},
		{"two volunteers", "METHODS: Two healthy volunteers were given MDMA as a single dose.", "2"},
		{"type 1", "METHODS: Ketamine was given to type 1 diabetic patients. There were 140 patients.", "140"},
		{"numbered groups in brackets", "METHODS: Patients in Group 1 (n = 24) received ketamine and patients in Group 2 (n = 22) received morphine.", "46"},
		{"arms are no people", "METHODS: In a four-arm crossover study, healthy volunteers (n=46) received ketamine.", "46"},
		{"those who report", "RESULTS: The survey was completed by 7667 respondents, with 100 respondents reporting use.", "7667"},
		{"a questionnaire's name", "METHODS: The Anxiety Scale-7, Patient Health Questionnaire-9 and a checklist were used.", "not_reported"},
		{"a range of a session's size", "METHODS: Cohorts of three to four participants were treated. RESULTS: Thirty participants completed the study.", "30"},
		{"long numbers with spaces", "METHODS: We included 1 937 301 pregnant women.", "1937301"},
		{"a number of a dose", "METHODS: Patients received ketamine at 0.5 mg/kg, of which 50 microg whereas patients of group 2 received 1 mg. Forty patients were enrolled.", "40"},
		{"millions of others", "METHODS: Some 21 million adults are depressed. We treated 169 participants.", "169"},
		{"classes of anaesthetic risk", "METHODS: Seventy-five ASA 1 or 2 children received ketamine.", "75"},
		{"classes in Roman numbers", "METHODS: 39 ASA physical status I and II patients received ketamine.", "39"},
		{"abbreviated people", "METHODS: Depression was studied in older adults (OA) and younger adults (YA). We recruited 62 OA and 61 matched YA.", "123"},
		{"total of nobody named", "PARTICIPANTS: A total of 950 (mean age 15.9 years) in ten schools took part.", "950"},
		{"total of studies", "METHODS: A total of 33 studies were enrolled.", "not_reported"},
		{"parts told in another sentence", "METHODS: Seventy-eight adult patients were enrolled. They received ketamine (n = 36) or fentanyl (controls, n = 42).", "78"},
		{"groups with letters", "METHODS: We compared group F: 20 patients receiving 20 ml of bupivacaine with 50 µg of fentanyl by the epidural route and group K: 20 patients receiving ketamine.", "40"},
		{"groups in two sentences", "METHODS: In the control group, the patients (n = 41) received saline. Patients in the ketamine group (n = 44) received ketamine.", "85"},
		{"assigned here and there", "RESULTS: 260 carers were recruited. 173 were randomised to ketamine and 87 to saline.", "260"},
		{"received this and that", "METHODS: After a week, 15 patients received ketamine (120 mg) and 15 received placebo.", "30"},
		{"sexes before the noun", "METHODS: After a week, 42 (25 men, 17 women) patients were randomised to ketamine (n = 21) or saline (n = 21).", "42"},
		{"screened and randomised", "METHODS: In all, 18,119 patients were screened and 15,314 patients in 31 countries were randomized.", "15314"},
		{"a parallel group", "METHODS: Twenty-six patients (10 men and 16 women) received ketamine. A parallel group of 32 patients (12 men and 20 women) received saline.", "58"},
		{"a period before a comma", "METHODS: After an initial 4-week placebo washout period, patients were randomized.", "not_reported"},
		{"also studied", "METHODS: In this study 50 patients with depression received ketamine or saline. Thirty-five healthy subjects were also studied.", "85"},
		{"mild to moderate", "METHODS: 118 mild to moderate depressed subjects were treated with ketamine.", "118"},
		{"sexes of both groups", "METHODS: We saw 101 patients (71 women and 30 men, aged 16-71 years) and 51 healthy volunteers (36 women and 15 men).", "152"},
		{"lessons", "METHODS: During ten physical education lessons, students received training.", "not_reported"},
		{"adjectives between commas", "METHODS: Twenty, healthy, male participants were enrolled in this study.", "20"},
		{"screened, randomised, completed", "RESULTS: 435 patients were screened, 227 randomized, and 197 completed the period.", "227"},
		{"a part that was analysed", "METHODS: Interviews from 19 of 24 participants were analyzed.", "19"},
		{"a part that responded", "RESULTS: 12 of 24 participants responded.", "24"},
		{"in total", "RESULTS: In total, 1116 of the respondents were microdosing.", "1116"},
		{"study as a verb", "METHODS: We used interviews to retrospectively study 55 patients.", "55"},
		{"a type with a number", "METHODS: We examined 20 Type 1 diabetic subjects.", "20"},
		{"one treatment after the other", "METHODS: Patients were administered placebo (n = 19) followed by ketamine (n = 15).", "19"},
		{"arms with one noun", "RESULTS: 336 patients were randomised to ketamine and 340 to quetiapine.", "676"},
		{"screened in one sentence", "RESULTS: Thirty-four adults, aged 18 to 55 years, were screened for eligibility. Twenty-five participants met the criteria and were randomized.", "25"},
		{"a whole behind of the", "RESULTS: Of the 60 patients in the study, 54 (90%) improved.", "60"},
		{"randomised trials are no people", "METHODS: We chose 6 cohort and 15 randomized, controlled trials.", "not_reported"},
		{"after each treatment", "METHODS: In a placebo-controlled, crossover trial we gave ketamine to 33 patients and 25 healthy volunteers. Imaging was done after ketamine (final sample: patients n = 27, volunteers n = 19) and after placebo (final sample: patients n = 25, volunteers n = 18).", "58"},
		{"who refused", "METHODS: 150 urine specimens were collected, 67 students refused to participate.", "not_reported"},
		{"a comma and a space", "METHODS: A secondary analysis was conducted on 168, 562 adults.", "168562"},
		{"a list of numbers", "METHODS: Sessions were held on days 12, 140. Forty adults took part.", "40"},
		{"first of many", "METHODS: The first 50 participants will be randomised equally.", "not_reported"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := tagOf(study.TaskN, "Ketamine in people", row.abstract); got != row.want {
				t.Errorf("n = %s, want %s", got, row.want)
			}
		})
	}
}

// TestSizeInTitle: the title tells of how many people the report is, when the
// abstract tells the number too; a number that stands in the title alone may be
// another.
func TestSizeInTitle(t *testing.T) {
	abstract := "METHODS: The data from 450 soldiers were identified; 399 survived, of which %s were analysed."
	if got := tagOf(study.TaskN, "Ketamine and stress in 274 wounded soldiers", strings.ReplaceAll(abstract, "%s", "274")); got != "274" {
		t.Errorf("the number of the title is told again: n = %s, want 274", got)
	}
	if got := tagOf(study.TaskN, "Ketamine and stress in 274 wounded soldiers", strings.ReplaceAll(abstract, "%s", "270")); got != "450" {
		t.Errorf("the number of the title is not told again: n = %s, want 450", got)
	}
}

// TestSizeOfSamples: a method that was tried on samples of people counts these
// people; samples alone are none.
func TestSizeOfSamples(t *testing.T) {
	title := "Determination of ketamine in hair by LC-MS/MS"
	if got := tagOf(study.TaskN, title, "The method was validated with plasma samples (n = 7)."); got != string(study.NotApplicable) {
		t.Errorf("samples: n = %s, want %s", got, study.NotApplicable)
	}
	if got := tagOf(study.TaskN, title, "The method was validated. Hair of 28 subjects who had tested positive was analysed."); got != "28" {
		t.Errorf("people: n = %s, want 28", got)
	}
}
