package lexicon

// conditions are what is treated or studied, under the names of DSM-5 and
// ICD-11 with older names and abbreviations beside them, and the two groups of people
// who have none: healthy volunteers and people who use a drug outside medicine.
func conditions() []Concept {
	c := func(id, parent, label string, names ...string) Concept {
		return Concept{ID: id, Kind: Condition, Label: label, Parent: parent, Names: names}
	}
	return []Concept{
		c("mental-disorder", "", "mental disorder, not specified", "mental disorder~", "psychiatric disorder|condition|patient|illness|inpatient|diagnosis~", "mental illness~", "mental health condition|disorder~", "psychiatric diseases", "neurotic patients", "neurosis", "neuroses", "psychoneurotic", "psychoneurosis", "neurotics", "mental health problems", "psychopathic"),
		c("depression", "mental-disorder", "depression", "depression", "depressive disorder|illness|symptom|episode|mood~", "depressed", "depressive", "major depressive disorder~", "major depression", "=MDD", "=MDE", "antidepressant~", "antidepressive", "clinical depression", "unipolar depression", "melancholia", "dysthymia", "persistent depressive disorder", "depressive patients", "depressives", "mood disorder~", "depressionen"),
		c("treatment-resistant-depression", "depression", "treatment-resistant depression", "treatment resistant|refractory depression", "treatment-resistant major depression|depressive|unipolar|bipolar", "=TRD", "refractory depression", "resistant depression", "therapy resistant|refractory depression", "difficult to treat depression", "treatment resistant|refractory mood disorder~", "treatment-resistant depressed", "treatment refractory major depressive", "drug-resistant depression", "treatment resistant late-life depression"),
		c("postpartum-depression", "depression", "postpartum depression", "postpartum|postnatal|perinatal|peripartum|antenatal depression", "=PPD", "postpartum depressive|blues"),
		c("bipolar-disorder", "mental-disorder", "bipolar disorder", "bipolar disorder~", "bipolar depression", "bipolar i|ii", "manic depressive", "bipolar patients", "bipolar depressed", "treatment resistant bipolar"),
		c("suicidality", "mental-disorder", "suicidality", "suicidal ideation~", "suicidality", "suicidal", "suicide", "suicide risk|attempt|attempter~", "suicidal thoughts|behavior|behaviors|patients", "suicidal crisis", "suicides", "antisuicidal", "self-harm"),
		c("anxiety", "mental-disorder", "anxiety", "anxiety", "anxiety disorder~", "generalized anxiety disorder", "panic disorder", "phobia~", "anxious depression", "=GAD"),
		c("social-anxiety", "anxiety", "social anxiety", "social anxiety", "social anxiety disorder", "social phobia"),
		c("ptsd", "mental-disorder", "post-traumatic stress disorder", "posttraumatic stress disorder", "post-traumatic stress disorder", "posttraumatic stress", "post-traumatic stress", "=PTSD", "ptsd", "=CPTSD"),
		c("ocd", "mental-disorder", "obsessive-compulsive disorder", "obsessive compulsive disorder", "obsessive compulsive", "=OCD"),
		c("body-dysmorphic", "ocd", "body dysmorphic disorder", "body dysmorphic disorder"),
		c("eating-disorder", "mental-disorder", "eating disorder", "eating disorder~", "anorexia nervosa", "bulimia nervosa", "binge eating disorder", "bulimia", "binge eating"),
		c("psychosis", "mental-disorder", "schizophrenia or psychosis", "schizophrenia", "schizophrenic~", "psychosis", "psychoses", "psychotic disorder|disorders|patients", "schizoaffective"),
		c("autism", "mental-disorder", "autism", "autism", "autistic", "autism spectrum disorder|condition"),
		c("adhd", "mental-disorder", "ADHD", "attention deficit hyperactivity disorder", "attention deficit", "=ADHD"),
		c("personality-disorder", "mental-disorder", "personality disorder", "personality disorder~", "borderline personality"),
		c("dissociative-disorder", "mental-disorder", "dissociative or depersonalisation disorder", "depersonalization disorder", "dissociative identity disorder", "depersonalization/derealization disorder", "functional neurological|neurologic|movement disorder|symptom~", "conversion disorder", "functional seizures"),
		c("grief", "mental-disorder", "grief", "grief", "bereavement", "bereaved", "prolonged grief disorder"),
		c("demoralization", "mental-disorder", "demoralization", "demoralization", "existential distress"),
		c("adjustment-disorder", "mental-disorder", "adjustment disorder", "adjustment disorder~", "burnout", "moral injury"),
		c("delirium", "mental-disorder", "delirium", "delirium", "postoperative cognitive dysfunction", "emergence agitation", "postoperative delirium"),
		c("dementia", "mental-disorder", "dementia", "dementia", "alzheimer", "alzheimers disease", "mild cognitive impairment"),
		c("catatonia", "mental-disorder", "catatonia", "catatonia"),
		c("agitation", "mental-disorder", "agitation", "acute agitation", "severe agitation", "prehospital agitation", "aggressive patients", "agitated patients", "excited delirium"),
		c("substance-use-disorder", "mental-disorder", "substance use disorder", "substance use disorder~", "substance abuse", "drug abuse", "drug dependence", "drug addiction", "addiction~", "substance dependence", "drug addicts", "addictive disorder~", "=SUD", "=SUDs", "drug dependent", "drug abusers", "substance misuse", "substance related disorders", "addicted patients", "substance abusers", "problem drug users", "substance dependent"),
		c("alcohol-use-disorder", "substance-use-disorder", "alcohol use disorder", "alcohol use disorder~", "alcoholism", "alcoholic~", "alcohol dependence", "alcohol dependent", "alcohol addiction", "alcohol abuse", "=AUD", "problem drinkers", "heavy drinkers", "harmful drinking", "alcohol misuse", "alcohol withdrawal", "problem drinking"),
		c("tobacco-use-disorder", "substance-use-disorder", "tobacco use disorder", "tobacco use disorder", "tobacco|nicotine dependence|addiction", "smoking cessation", "tobacco smokers", "cigarette smokers", "tobacco cessation", "nicotine use disorder", "quit smoking"),
		c("opioid-use-disorder", "substance-use-disorder", "opioid use disorder", "opioid|opiate use disorder~", "opioid|opiate|heroin dependence|addiction|dependent|withdrawal|addicts|addict|detoxification|users|abuse", "=OUD", "heroin", "narcotic addict~"),
		c("cocaine-use-disorder", "substance-use-disorder", "cocaine use disorder", "cocaine use disorder~", "cocaine dependence|dependent|addiction|abuse|users|abusers", "crack cocaine"),
		c("stimulant-use-disorder", "substance-use-disorder", "stimulant use disorder", "methamphetamine|amphetamine|stimulant use disorder~", "methamphetamine|amphetamine dependence|dependent|addiction"),
		c("cannabis-use-disorder", "substance-use-disorder", "cannabis use disorder", "cannabis use disorder~", "cannabis dependence|dependent"),
		c("gambling-disorder", "substance-use-disorder", "gambling disorder", "gambling disorder~", "pathological gambling"),
		c("ketamine-use-disorder", "substance-use-disorder", "ketamine use disorder", "ketamine use disorder~", "ketamine dependence|dependent|addiction|addicts|abuse|abuser|abusers|misuse", "chronic ketamine use|users|abuse"),
		c("mdma-use-disorder", "substance-use-disorder", "MDMA use disorder", "mdma|ecstasy dependence|use-disorder|addiction"),
		c("chronic-pain", "", "chronic pain", "chronic pain", "neuropathic pain", "complex regional pain syndrome", "=CRPS", "fibromyalgia", "cancer pain", "phantom limb pain", "phantom pain", "low back pain", "chronic postsurgical pain", "persistent postsurgical pain", "chronic post-surgical pain", "postherpetic neuralgia", "neuralgia", "spinal cord injury pain", "central pain", "refractory pain", "intractable pain"),
		c("acute-pain", "", "acute or postoperative pain", "acute pain", "postoperative pain", "post-operative pain", "postoperative analgesia", "analgesia", "pain", "pain management", "painful", "experimental pain", "analgesic~", "renal colic", "trauma pain", "acute postoperative pain"),
		c("headache", "", "headache or migraine", "headache~", "migraine~", "cluster headache~", "post-traumatic headache", "suncts"),
		c("life-threatening-illness", "", "life-threatening illness, palliative care", "life-threatening illness|cancer|disease|diagnosis~", "life threatening illnesses", "terminal illness|cancer~", "terminally ill", "palliative care", "palliative patients", "hospice", "end-of-life", "end of life", "advanced cancer", "advanced-stage cancer", "cancer patients", "patients with cancer", "life-limiting illness", "dying patients", "terminal cancer", "cancer-related anxiety|depression|distress", "psychosocial distress in cancer", "incurable cancer", "dying", "metastatic cancer", "serious illness~", "cancer diagnosis"),
		c("epilepsy", "", "epilepsy", "epilepsy", "status epilepticus", "refractory seizures"),
		c("parkinsons-disease", "", "Parkinson's disease", "parkinson disease", "parkinson's disease", "parkinsonism", "parkinsonian"),
		c("brain-injury", "", "brain injury", "traumatic brain injury", "stroke", "=TBI", "subarachnoid", "disorders of consciousness", "brain injury"),
		c("aids", "", "HIV/AIDS", "aids survivor~", "hiv"),
		c("asthma", "", "asthma", "asthma", "status asthmaticus"),
		c("anaesthesia", "", "anaesthesia or sedation", "anesthesia", "sedation", "procedural sedation", "anesthetic~", "anesthetized", "surgery", "surgical", "premedication", "cesarean", "intubation", "general anesthesia", "perioperative", "intraoperative", "postoperative", "hysterectomy", "tonsillectomy", "cesarean section", "arthroplasty", "laparoscopic"),
		c("healthy-volunteers", "", "healthy volunteers", "healthy volunteer|participant|subject|control|adult|individual|human|people|men|women|male|female|person|humans~", "healthy", "normal volunteer|subject|control~", "normal human|male|healthy volunteers|subjects", "normals", "non-clinical population", "non-clinical sample", "healthy human volunteers|subjects|participants", "neurotypical"),
		c("recreational-use", "", "recreational or naturalistic use", "recreational", "recreational drug|ecstasy|mdma|ketamine|psychedelic|polydrug|substance use|users|user", "illicit drug use|users|user", "drug users", "polydrug user|users|use", "ecstasy user~", "ecstasy use", "mdma user~", "ketamine user~", "psychedelic user~", "club drug~", "club drugs", "recreationally", "rave~", "raver~", "nightclub~", "non-medical use", "nonmedical use", "naturalistic use", "psychedelic use", "lifetime use", "past year use", "hallucinogen user~", "illicit users|use|drugs|drug|mdma", "hallucinogen use", "lsd users", "self-medication", "self-medicating", "microdoser~", "lifetime psychedelic use", "partygoers", "party people", "drug using", "street drug", "street drugs", "clubber~", "polysubstance use|users", "ayahuasca user|members|drinkers~", "experienced users", "substance users", "magic mushroom users|use", "abstinent users", "current users", "ex-users", "former users", "heavy users", "festival~", "salvia users|use", "ceremonial use", "ritual use", "ayahuasca ceremony|ceremonies|retreat|retreats|drinkers|church|ritual|rituals", "psychedelic retreat|retreats|ceremony|ceremonies|experience", "people who use|used|consumed", "polydrug", "microdose|microdosing", "drug-using", "naturalistic settings|setting", "street-involved", "self-treatment", "own use"),
		c("intoxication", "", "poisoning or intoxication", "intoxication~", "poisoning~", "overdose~", "fatality", "fatalities", "overdose deaths", "death~", "drug-related deaths", "toxicity", "serotonin syndrome", "ketamine cystitis", "ketamine-induced cystitis", "ketamine-induced uropathy", "uropathy", "ketamine associated cystitis", "hyponatremia", "hallucinogen persisting perception disorder", "=HPPD"),
	}
}
