package check

import (
	"strings"

	"evidelic/lexicon"
)

// aspect is one side of what texts of this field say about a treatment, with the
// words that they say it in. Where a claim and a study speak of one side, they do so
// in different words: "within hours" is "rapid", and "abuse" is "misuse".
type aspect struct {
	name   string
	weight float64 // in a fit; a word that says nothing of the kind has 1
	ask    string  // the words to search for
	words  string  // patterns: a "*" ends an open one, "_" joins words that follow each other, "?" is any of them
}

// aspects are taken from the questions of systematic reviews in the field (onset,
// duration, harms by organ, liability to abuse, setting, companion therapy) and the
// headings of prescribing information.
var aspects = []aspect{
	{"rapid onset", 3, "rapid hours", "rapid rapidly rapidity fast faster fast_acting quick quickly immediate immediately acute acutely within_hours few_hours hours_after hours_of hours_post hours_following 24_h 24_hours 4_hours one_day within_1_day first_day within_minutes minutes_after day_1 onset_of_action ultra_rapid"},
	{"lasting effect", 3, "sustained lasting duration", "sustain* last lasts lasting lasted durab* persist* prolong* relapse* fade fades faded wane* wanes maintain* maintenance long_lasting enduring duration transient short_lived wear* follow_up"},
	{"repeated doses", 3, "repeated serial", "repeat* serial multiple_infusions multiple_doses series_of maintenance thrice twice_weekly weekly six_infusions subsequent_doses consecutive"},
	{"single dose", 2, "single dose", "single_dose single_?_dose single_?_?_dose single_?_?_?_dose single_infusion single_intravenous single_administration one_dose single_treatment single_session one_infusion single_low single_ketamine single_subanesthetic"},
	{"long term", 3, "long-term", "long_term longer_term years chronic chronically prolonged extended_use one_year 12_months 52_weeks 52_week open_label_extension"},
	{"relief", 1, "", "reduc* improv* reliev* relief alleviat* ameliorat* decreas* lower* lessen* eas* diminish* effective* efficac* benefi* superior antidepressant_effect* anxiolytic_effect* response* respond* remission remit* lift* work works worked help helps helped fewer better positive"},
	{"response", 2, "response remission", "respond* response* responder* remission remit* remitt*"},
	{"failed treatment", 2, "resistant", "resistan* refractory failed failure nonresponse nonresponder* inadequate_response previous_antidepressants"},
	{"side effects", 3, "adverse events", "adverse side_effect* safe safety tolerab* well_tolerated harm* risk* toxicit* toxic unwanted"},
	{"dissociation", 3, "dissociation", "dissociat* depersonali* derealization cadss psychotomimetic"},
	{"nausea and dizziness", 3, "nausea dizziness", "nausea vomiting dizz* vertigo headache* sedation somnolence drowsiness"},
	{"heart and blood pressure", 3, "blood pressure", "blood_pressure hypertens* hemodynamic haemodynamic cardiovascular cardiac heart_rate tachycardia heart pulse"},
	{"bladder", 4, "bladder urinary cystitis", "bladder* urinar* cystitis urolog* urothel* ulcerative_cystitis lower_urinary"},
	{"liver", 4, "liver", "liver hepat* biliary"},
	{"liability to abuse", 3, "abuse potential liability addiction", "abuse_potential abuse_liability potential_for_abuse potential_for_addiction potential_for_misuse liability addictive_potential addictive risk_of_addiction risk_of_abuse risk_of_dependence risk_of_misuse dependence_potential misuse_potential become_addicted"},
	{"abuse", 3, "abuse dependence addiction", "abuse* misus* addict* dependence dependent dependency liability diversion craving* recreational* nonmedical illicit street"},
	{"cognition", 3, "cognitive function", "cognit* neurocognit* memory executive_function* attention neuropsycholog*"},
	{"psychosis and mania", 3, "psychosis", "psychosis psychotic psychoses mania manic hypomania schizophreni*"},
	{"psychotherapy", 3, "psychotherapy", "psychotherap* psychological_support therapist* integration assisted_therapy assisted_psychotherapy cognitive_behavio* cbt counsel* supportive_therapy therapy_sessions non_directive"},
	{"preparation and integration", 3, "preparation integration sessions", "prepar* integration preparatory integrative debriefing"},
	{"session", 2, "session", "session sessions dosing_session* dosing_day* visit visits"},
	{"home", 3, "at-home", "at_home home telehealth telemedicine remote* unsupervised self_administ*"},
	{"screening", 3, "screening eligibility contraindications", "screen* contraindicat* eligib* exclusion* excluded medical_history assessment pretreatment"},
	{"monitoring", 3, "monitoring", "monitor* observ* supervis* vital_signs"},
	{"bioavailability", 3, "bioavailability pharmacokinetics", "bioavailab* pharmacokinetic* absor* plasma_concentration* plasma_level* first_pass metaboli* reaches_the concentration* exposure"},
	{"abstinence", 3, "abstinence", "abstinen* abstain* relapse* drinking heavy_drinking drinks sober sobriety cessation quit*"},
	{"animals", 2, "rats mice", "animal* rat rats mouse mice rodent* preclinical in_vivo in_vitro primate* monkey*"},
	{"new synapses", 3, "synapses spines", "synap* synaptogen* spine* dendrit* neuroplastic* plasticity neurogenesis neurotroph* neuritogenesis grow*"},
	{"receptor block", 2, "antagonist", "antagoni* block* inhibit* noncompetitive uncompetitive"},
	{"receptor activation", 2, "agonist", "agonis* activat* stimulat*"},
	{"brain networks", 2, "connectivity", "connectivity network* fmri bold functional_connectivity"},
	{"mystical experience", 3, "mystical experience", "mystical* ego_dissolution oceanic* peak_experience* subjective_effects acute_experience* psychedelic_experience*"},
	{"placebo", 2, "placebo", "placebo* midazolam active_placebo"},
	{"phase 3", 2, "phase 3 trial", "phase_3 phase_iii"},
	{"quality of life", 2, "quality of life", "quality_of_life wellbeing well_being functioning qol"},
	{"blinding and expectancy", 3, "expectancy unblinding", "expectan* unblind* blinding to_blind broken_blind break* guess* which_treatment suggestib*"},
	{"microdosing", 3, "microdosing microdose", "microdos* micro_dos*"},
	{"young people", 3, "adolescents", "adolescen* teen* youth* young_people pediatric* paediatric* children child"},
	{"older people", 3, "older adults elderly", "elderly older_adult* older_patient* older_people geriatric* late_life seniors"},
	{"veterans", 2, "veterans", "veteran* military service_members"},
	{"pregnancy and birth", 3, "pregnancy postpartum", "pregnan* postpartum post_partum perinatal breastfe* lactat* cesarean caesarean"},
	{"driving", 3, "driving", "driving drive drives"},
	{"smoking", 3, "smoking cessation tobacco", "smok* tobacco nicotine cigarette*"},
	{"lasting perception", 3, "persisting perception flashbacks", "perceptual flashback* hppd visual_disturbance* persisting_perception"},
	{"race and ethnicity", 3, "race ethnicity", "race racial ethnic* are_white white_participants white_patients people_of_color minorit* diversity"},
	{"drug interactions", 3, "interaction concomitant", "interact* concomitant* co_administ* coadminist* blunt* attenuat*"},
	{"stopping", 2, "discontinuation relapse", "discontinu* withdraw* stopp* treatment_stops relapse*"},
	{"deaths", 3, "deaths mortality", "death* died fatal* mortality"},
	{"oral antidepressant", 2, "oral antidepressant", "oral_antidepressant* ssri* snri* conventional_antidepressant* antidepressant_drug* ordinary_antidepressant*"},
}

// aspectWords finds aspects by word: each pattern belongs to the first of its
// words.
type aspectWords struct {
	exact map[string][]aspectPattern
	open  map[string][]aspectPattern // by their first two letters
}

type aspectPattern struct {
	aspect int
	words  []string // folded; a "*" at the end leaves it open
}

func newAspectWords() *aspectWords {
	a := &aspectWords{exact: map[string][]aspectPattern{}, open: map[string][]aspectPattern{}}
	for i := range aspects {
		for _, pattern := range strings.Fields(aspects[i].words) {
			p := aspectPattern{i, strings.Split(pattern, "_")}
			if strings.HasSuffix(p.words[0], "*") {
				a.open[p.words[0][:2]] = append(a.open[p.words[0][:2]], p)
			} else {
				a.exact[p.words[0]] = append(a.exact[p.words[0]], p)
			}
		}
	}
	return a
}

// starting gives the patterns that may begin with a word.
func (a *aspectWords) starting(word string) []aspectPattern {
	if len(word) < 2 {
		return nil
	}
	out := a.exact[word]
	for _, p := range a.open[word[:2]] {
		if strings.HasPrefix(word, strings.TrimSuffix(p.words[0], "*")) {
			out = append(out[:len(out):len(out)], p)
		}
	}
	return out
}

// fits says whether the words of a text from i on are those of a pattern.
func (p aspectPattern) fits(t *lexicon.Text, i, last int) bool {
	for k, want := range p.words {
		if i+k > last {
			return false
		}
		if want == "?" {
			continue
		}
		if t.Tokens[i+k].Kind == lexicon.Symbol {
			return false
		}
		have := t.Word(i + k)
		if stem, open := strings.CutSuffix(want, "*"); open {
			if !strings.HasPrefix(have, stem) {
				return false
			}
		} else if have != want {
			return false
		}
	}
	return true
}
