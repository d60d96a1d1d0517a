package demo

// route is a way of giving a substance and the doses in which it is given.
type route struct {
	name  string // in a sentence: "intravenous"
	doses []string
}

// substance is one of the field's drugs. MeSH names and identifiers are NLM's.
type substance struct {
	slug   string
	name   string // in a sentence
	title  string // at the head of a title
	query  string // the word by which a registry finds it
	mesh   string
	meshUI string
	number string // UNII, "0" where it has none in MeSH
	routes []route
	acts   string // how it acts, with inline markup
}

var substances = []substance{
	{"ketamine", "ketamine", "Ketamine", "ketamine", "Ketamine", "D007649", "690G0D6V8H", []route{
		{"intravenous", []string{"0.5 mg/kg", "0.5 mg/kg", "1.0 mg/kg", "0.25 mg/kg"}}, {"intramuscular", []string{"0.5 mg/kg", "70 mg"}},
		{"oral", []string{"1 mg/kg", "150 mg", "2.0 mg/kg"}}, {"sublingual", []string{"100 mg", "200 mg"}},
		{"subcutaneous", []string{"0.5 mg/kg", "0.75 mg/kg"}}, {"intranasal", []string{"50 mg", "75 mg"}}},
		"<i>N</i>-methyl-D-aspartate (NMDA) receptor antagonism and a surge of glutamate"},
	{"esketamine", "esketamine", "Esketamine", "esketamine", "Ketamine", "D007649", "690G0D6V8H", []route{
		{"intranasal", []string{"56 mg", "84 mg", "28 mg"}}, {"intravenous", []string{"0.25 mg/kg", "0.4 mg/kg"}}, {"oral", []string{"30 mg"}}},
		"NMDA receptor blockade and downstream AMPA signalling"},
	{"arketamine", "(<i>R</i>)-ketamine", "(<i>R</i>)-ketamine", "arketamine", "Ketamine", "D007649", "690G0D6V8H", []route{
		{"intravenous", []string{"0.5 mg/kg", "1.0 mg/kg"}}}, "TGF-β1 and BDNF–TrkB signalling"},
	{"psilocybin", "psilocybin", "Psilocybin", "psilocybin", "Psilocybin", "D011562", "2RV7212BP0", []route{
		{"oral", []string{"25 mg", "25 mg", "10 mg", "20 mg/70 kg", "0.3 mg/kg"}}}, "agonism at 5-HT<sub>2A</sub> receptors"},
	{"mdma", "MDMA", "MDMA", "MDMA", "N-Methyl-3,4-methylenedioxyamphetamine", "D018817", "KE1SEN21RM", []route{
		{"oral", []string{"80–120 mg", "120 mg", "125 mg", "100 mg"}}}, "release of serotonin and oxytocin"},
	{"lsd", "LSD", "LSD", "LSD", "Lysergic Acid Diethylamide", "D008238", "8NA5SWF92O", []route{
		{"oral", []string{"100 μg", "200 μg", "50 μg", "13 μg"}}}, "agonism at 5-HT<sub>2A</sub> and 5-HT<sub>1A</sub> receptors"},
	{"ayahuasca", "ayahuasca", "Ayahuasca", "ayahuasca", "Banisteriopsis", "D029682", "0", []route{
		{"oral", []string{"1 mL/kg", "120 mL", "0.36 mg/kg"}}}, "monoamine oxidase-A inhibition by β-carbolines beside <i>N,N</i>-dimethyltryptamine"},
	{"dmt", "<i>N,N</i>-dimethyltryptamine (DMT)", "DMT", "dimethyltryptamine", "N,N-Dimethyltryptamine", "D004130", "WUB601BHAA", []route{
		{"intravenous", []string{"20 mg", "0.3 mg/kg", "21.5 mg"}}, {"inhaled", []string{"60 mg", "40 mg"}}}, "agonism at 5-HT<sub>2A</sub> and sigma-1 receptors"},
	{"5-meo-dmt", "5-MeO-DMT", "5-MeO-DMT", "5-MeO-DMT", "Methoxydimethyltryptamines", "D008735", "0", []route{
		{"inhaled", []string{"6 mg", "12 mg", "18 mg"}}, {"intranasal", []string{"10 mg", "12 mg"}}}, "agonism at 5-HT<sub>1A</sub> receptors"},
	{"ibogaine", "ibogaine", "Ibogaine", "ibogaine", "Ibogaine", "D007050", "3S814I130U", []route{
		{"oral", []string{"10 mg/kg", "12 mg/kg", "500 mg"}}}, "opioid, NMDA and α3β4 nicotinic receptors and <i>GDNF</i> expression"},
	{"mescaline", "mescaline", "Mescaline", "mescaline", "Mescaline", "D008635", "RHO99102VC", []route{
		{"oral", []string{"300 mg", "500 mg", "100 mg"}}}, "agonism at 5-HT<sub>2A</sub> receptors"},
}

// instrument is a scale by which an outcome is measured.
type instrument struct {
	name, short string
	low, high   int // range of typical scores at baseline
}

var (
	madrs = instrument{"Montgomery–Åsberg Depression Rating Scale", "MADRS", 26, 36}
	hamd  = instrument{"17-item Hamilton Depression Rating Scale", "HAM-D<sub>17</sub>", 18, 26}
	phq9  = instrument{"Patient Health Questionnaire-9", "PHQ-9", 13, 22}
	caps5 = instrument{"Clinician-Administered PTSD Scale for DSM-5", "CAPS-5", 38, 50}
	hads  = instrument{"Hospital Anxiety and Depression Scale", "HADS", 14, 24}
	gad7  = instrument{"Generalized Anxiety Disorder-7", "GAD-7", 11, 18}
	ssi   = instrument{"Beck Scale for Suicidal Ideation", "BSS", 14, 25}
	ybocs = instrument{"Yale–Brown Obsessive Compulsive Scale", "Y-BOCS", 24, 34}
	ocds  = instrument{"Obsessive Compulsive Drinking Scale", "OCDS", 20, 32}
	vas   = instrument{"visual analogue scale for craving", "VAS", 50, 85}
	nrs   = instrument{"11-point numeric rating scale for pain", "NRS", 6, 9}
)

// condition is what is treated.
type condition struct {
	slug, name, mesh, meshUI, who string
	scales                        []instrument
}

var conditions = []condition{
	{"treatment-resistant-depression", "treatment-resistant depression", "Depressive Disorder, Treatment-Resistant", "D061218", "patients with treatment-resistant depression", []instrument{madrs, hamd}},
	{"major-depressive-disorder", "major depressive disorder", "Depressive Disorder, Major", "D003865", "adults with major depressive disorder", []instrument{madrs, hamd, phq9}},
	{"bipolar-depression", "bipolar depression", "Bipolar Disorder", "D001714", "patients with bipolar depression", []instrument{madrs}},
	{"suicidal-ideation", "suicidal ideation", "Suicidal Ideation", "D059020", "adults with acute suicidal ideation", []instrument{ssi, madrs}},
	{"ptsd", "post-traumatic stress disorder", "Stress Disorders, Post-Traumatic", "D013313", "adults with post-traumatic stress disorder (PTSD)", []instrument{caps5}},
	{"anxiety", "generalised anxiety disorder", "Anxiety Disorders", "D001008", "patients with generalised anxiety disorder", []instrument{gad7, hads}},
	{"end-of-life-distress", "anxiety at the end of life", "Neoplasms", "D009369", "patients with anxiety about life-threatening cancer", []instrument{hads}},
	{"alcohol-use-disorder", "alcohol use disorder", "Alcoholism", "D000437", "adults with alcohol use disorder", []instrument{ocds}},
	{"opioid-use-disorder", "opioid use disorder", "Opioid-Related Disorders", "D009293", "patients with opioid use disorder", []instrument{vas}},
	{"tobacco-use-disorder", "tobacco use disorder", "Tobacco Use Disorder", "D014029", "daily smokers who wish to stop", []instrument{vas}},
	{"ocd", "obsessive-compulsive disorder", "Obsessive-Compulsive Disorder", "D009771", "adults with obsessive-compulsive disorder", []instrument{ybocs}},
	{"chronic-pain", "chronic neuropathic pain", "Chronic Pain", "D059350", "patients with chronic neuropathic pain", []instrument{nrs}},
	{"postpartum-depression", "postpartum depression", "Depression, Postpartum", "D019052", "women with postpartum depression", []instrument{madrs, phq9}},
}

var comparators = []string{"placebo", "placebo", "saline placebo", "midazolam", "active placebo (niacin)", "diphenhydramine", "escitalopram",
	"quetiapine", "a waiting list", "electroconvulsive therapy", "low-dose control", "treatment as usual"}

var harms = []string{
	"Adverse events were transient and mostly mild: dissociation, nausea, headache, and dizziness.",
	"Transient increases in blood pressure were common; no serious adverse events occurred.",
	"Two serious adverse events occurred, neither judged related to treatment.",
	"Nausea and transient anxiety were the most frequent adverse events, and nobody withdrew because of them.",
	"One participant in the active group had worsening suicidal ideation that resolved with care.",
	"Headache, fatigue and visual effects were reported; QTc was prolonged by more than 30 ms in three participants.",
	"Cystitis symptoms were recorded in one participant after repeated doses.",
	"Adverse events were not assessed systematically.",
}

var countries = []string{"Norlandia", "Veldmark", "Ostrovia", "Cascadia Federation", "Brasalta", "Kantonia", "Nihara", "Auralia", "Hibernia Nova"}

var keywords = []string{"antidepressant", "rapid-acting antidepressants", "psychedelic-assisted therapy", "set and setting", "neuroplasticity",
	"glutamate", "5-HT2A receptor", "dissociation", "integration", "mystical experience", "synthetic demo", "safety", "long-term follow-up"}
