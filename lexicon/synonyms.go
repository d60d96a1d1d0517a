package lexicon

// SynonymSet is a set of names for the same thing, for searching: whoever asks
// for one is given all. It is narrower than a Concept, whose names also say what
// belongs to it.
type SynonymSet struct {
	Names []string // the first is the preferred one

	// Doubtful are abbreviations that mean other things too. They ask for the set
	// only beside one of Company; nobody who asks for the set is given them.
	Doubtful []string
	Company  []string
}

// psychiatric is the company in which an abbreviation of psychiatry is meant.
var psychiatric = []string{"depression", "depressive", "psychiatric", "psychiatry", "psychedelic", "ketamine", "esketamine", "psilocybin", "mdma", "lsd", "ayahuasca",
	"antidepressant", "anxiety", "suicidal", "suicide", "treatment", "therapy", "symptoms", "disorder", "ssri", "placebo"}

// psychedelic is the company in which an abbreviation is a psychedelic's.
var psychedelic = []string{"psychedelic", "psychedelics", "hallucinogen", "hallucinogens", "psilocybin", "ayahuasca", "mescaline", "mdma", "lsd", "dmt", "serotonin", "5-ht2a",
	"ketanserin", "trip", "microdosing", "microdose", "psychotherapy", "hallucinogenic", "vaporized", "inhaled", "recreational", "psychosis"}

// Synonyms lists the sets. Sources: INN and brand names of the FDA's and EMA's
// lists, sponsors' codes in ClinicalTrials.gov, DSM-5, ICD-11, the instruments'
// own papers.
func Synonyms() []SynonymSet {
	s := func(names ...string) SynonymSet { return SynonymSet{Names: names} }
	return []SynonymSet{
		s("ketamine", "ketalar"), s("esketamine", "S-ketamine", "spravato", "dexketamine"), s("arketamine", "R-ketamine"), s("hydroxynorketamine", "HNK"),
		s("psilocybin", "psilocybine", "COMP360"), s("magic mushrooms", "psilocybin mushrooms", "psychedelic mushrooms", "hallucinogenic mushrooms"),
		s("MDMA", "3,4-methylenedioxymethamphetamine", "methylenedioxymethamphetamine", "midomafetamine"),
		{Names: []string{"lysergic acid diethylamide", "lysergide"}, Doubtful: []string{"LSD"}, Company: psychedelic},
		{Names: []string{"N,N-dimethyltryptamine", "dimethyltryptamine"}, Doubtful: []string{"DMT"}, Company: psychedelic},
		s("5-MeO-DMT", "5-methoxy-N,N-dimethyltryptamine", "mebufotenin"), s("ayahuasca", "hoasca"), s("ibogaine", "iboga"),
		{Names: []string{"2,5-dimethoxy-4-iodoamphetamine"}, Doubtful: []string{"DOI"}, Company: psychedelic},
		s("classic psychedelics", "serotonergic psychedelics", "classical psychedelics"),
		{Names: []string{"major depressive disorder", "major depression"}, Doubtful: []string{"MDD"}, Company: psychiatric},
		s("treatment-resistant depression", "treatment-refractory depression", "TRD"), s("postpartum depression", "postnatal depression"),
		s("post-traumatic stress disorder", "posttraumatic stress disorder", "PTSD"), s("obsessive-compulsive disorder", "OCD"),
		s("generalized anxiety disorder", "GAD"), s("social anxiety disorder", "social phobia"), s("suicidal ideation", "suicidal thoughts", "suicidal thinking"),
		s("alcohol use disorder", "alcohol dependence", "alcoholism", "AUD"), s("opioid use disorder", "opioid dependence", "OUD"),
		s("smoking cessation", "tobacco cessation"), s("substance use disorder", "SUD"), s("cocaine use disorder", "cocaine dependence"),
		s("end of life", "terminally ill", "life-threatening illness", "palliative care"), s("cluster headache", "cluster headaches"), s("complex regional pain syndrome", "CRPS"),
		s("attention deficit hyperactivity disorder", "ADHD"), s("hallucinogen persisting perception disorder", "HPPD"), s("ketamine cystitis", "ketamine-induced cystitis", "ketamine uropathy"),
		{Names: []string{"Parkinson's disease", "Parkinson disease"}, Doubtful: []string{"PD"}, Company: []string{"parkinson", "motor", "levodopa", "dopaminergic", "neurodegenerative"}},
		{Names: []string{"electroconvulsive therapy"}, Doubtful: []string{"ECT"}, Company: psychiatric},
		s("transcranial magnetic stimulation", "rTMS"), s("cognitive behavioral therapy", "CBT"), s("psychedelic-assisted psychotherapy", "psychedelic-assisted therapy"),
		s("selective serotonin reuptake inhibitor", "SSRI"), s("randomized controlled trial", "RCT"), s("healthy volunteers", "healthy participants", "healthy subjects"),
		s("Montgomery-Asberg Depression Rating Scale", "MADRS"), s("Hamilton Depression Rating Scale", "HAM-D", "HDRS"), s("Beck Depression Inventory", "BDI"),
		s("Clinician-Administered PTSD Scale", "CAPS-5"), s("Mystical Experience Questionnaire", "MEQ30"), s("Columbia-Suicide Severity Rating Scale", "C-SSRS"),
		s("intranasal", "nasal spray"), s("intravenous", "i.v."), s("intramuscular", "i.m."),
		s("N-methyl-D-aspartate", "NMDA"), s("brain-derived neurotrophic factor", "BDNF"), s("mammalian target of rapamycin", "mechanistic target of rapamycin", "mTOR"),
		s("5-HT2A", "serotonin 2A"), s("AMPA", "α-amino-3-hydroxy-5-methyl-4-isoxazolepropionic acid"), s("long-term potentiation", "LTP"), s("default mode network", "DMN"),
		s("functional magnetic resonance imaging", "functional MRI", "fMRI"), s("electroencephalography", "EEG"), s("adverse events", "side effects", "adverse effects"),
	}
}
