package lexicon

import "strings"

// Heading is a heading of the National Library of Medicine's Medical Subject
// Headings: its place in the tree of the field, and the concept that it stands for.
type Heading struct {
	Name    string // as MEDLINE writes it
	Parent  string // Name of the wider heading in this tree, "" at the top
	Concept string // ID of a Concept, "" when there is none
}

// Headings lists the MeSH headings of the field, wider ones first. Only what
// the field searches for and what tags are read from is kept: not the whole tree.
func Headings() []Heading {
	return []Heading{
		{"Hallucinogens", "", "psychedelics"}, {"Ketamine", "", "ketamine"}, {"Esketamine", "Ketamine", "esketamine"},
		{"Psilocybin", "Hallucinogens", "psilocybin"}, {"Psilocybe", "Hallucinogens", "mushrooms"}, {"Lysergic Acid Diethylamide", "Hallucinogens", "lsd"},
		{"N-Methyl-3,4-methylenedioxyamphetamine", "Hallucinogens", "mdma"}, {"3,4-Methylenedioxyamphetamine", "Hallucinogens", "mda"}, {"N,N-Dimethyltryptamine", "Hallucinogens", "dmt"},
		{"Methoxydimethyltryptamines", "Hallucinogens", "5-meo-dmt"}, {"Banisteriopsis", "Hallucinogens", "ayahuasca"}, {"Mescaline", "Hallucinogens", "mescaline"}, {"Ibogaine", "Hallucinogens", "ibogaine"},
		{"Bufotenin", "Hallucinogens", "analogue"}, {"2,5-Dimethoxy-4-Methylamphetamine", "Hallucinogens", "analogue"}, {"Salvia", "", ""},
		{"Mental Disorders", "", "mental-disorder"}, {"Mood Disorders", "Mental Disorders", "depression"}, {"Depressive Disorder", "Mood Disorders", "depression"}, {"Depression", "", "depression"},
		{"Depressive Disorder, Major", "Depressive Disorder", "depression"}, {"Depressive Disorder, Treatment-Resistant", "Depressive Disorder", "treatment-resistant-depression"}, {"Depression, Postpartum", "Depressive Disorder", "postpartum-depression"}, {"Bipolar Disorder", "Mood Disorders", "bipolar-disorder"},
		{"Anxiety Disorders", "Mental Disorders", "anxiety"}, {"Anxiety", "", "anxiety"}, {"Phobia, Social", "Anxiety Disorders", "social-anxiety"}, {"Obsessive-Compulsive Disorder", "Anxiety Disorders", "ocd"}, {"Stress Disorders, Post-Traumatic", "Mental Disorders", "ptsd"},
		{"Suicide", "", "suicidality"}, {"Suicidal Ideation", "Suicide", "suicidality"}, {"Suicide, Attempted", "Suicide", "suicidality"}, {"Feeding and Eating Disorders", "Mental Disorders", "eating-disorder"}, {"Anorexia Nervosa", "Feeding and Eating Disorders", "eating-disorder"},
		{"Schizophrenia", "Mental Disorders", "psychosis"}, {"Psychotic Disorders", "Mental Disorders", "psychosis"}, {"Autistic Disorder", "Mental Disorders", "autism"}, {"Delirium", "Mental Disorders", "delirium"}, {"Dementia", "Mental Disorders", "dementia"},
		{"Substance-Related Disorders", "Mental Disorders", "substance-use-disorder"}, {"Alcoholism", "Substance-Related Disorders", "alcohol-use-disorder"}, {"Tobacco Use Disorder", "Substance-Related Disorders", "tobacco-use-disorder"}, {"Opioid-Related Disorders", "Substance-Related Disorders", "opioid-use-disorder"}, {"Cocaine-Related Disorders", "Substance-Related Disorders", "cocaine-use-disorder"},
		{"Chronic Pain", "", "chronic-pain"}, {"Neuralgia", "", "chronic-pain"}, {"Complex Regional Pain Syndromes", "", "chronic-pain"}, {"Pain, Postoperative", "", "acute-pain"}, {"Migraine Disorders", "", "headache"}, {"Cluster Headache", "", "headache"}, {"Terminally Ill", "", "life-threatening-illness"}, {"Palliative Care", "", "life-threatening-illness"},
		{"Healthy Volunteers", "", "healthy-volunteers"}, {"Anesthesia", "", "anaesthesia"}, {"Anesthesia, General", "Anesthesia", "anaesthesia"}, {"Anesthetics, Dissociative", "Anesthesia", ""},
	}
}

// MeSH gives the heading of a name, without regard to case.
func MeSH(name string) (Heading, bool) {
	for _, h := range Headings() {
		if strings.EqualFold(h.Name, name) {
			return h, true
		}
	}
	return Heading{}, false
}

// NarrowerMeSH gives the heading and all headings below it, as PubMed's
// automatic explosion does within this tree.
func NarrowerMeSH(name string) []string {
	out := []string{name}
	for _, h := range Headings() { // wider headings come first
		for _, o := range out {
			if h.Parent != "" && strings.EqualFold(h.Parent, o) {
				out = append(out, h.Name)
				break
			}
		}
	}
	return out
}
