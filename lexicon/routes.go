package lexicon

// routes are the ways in which a drug is given.
func routes() []Concept {
	c := func(id, label string, names ...string) Concept {
		return Concept{ID: id, Kind: Route, Label: label, Names: names}
	}
	return []Concept{
		c("intravenous", "intravenous", "intravenous", "intravenously", "i.v.", "=IV", "infusion~", "infused", "iv", "=IVK", "bolus", "intravenous infusion~", "endovenous", "drip"),
		c("intramuscular", "intramuscular", "intramuscular", "intramuscularly", "=IM", "i.m."),
		c("oral", "by mouth", "oral", "orally", "p.o.", "=PO", "per os", "capsule~", "tablet~", "by mouth", "ingested", "ingestion", "swallowed", "drank", "drinking ayahuasca", "tea", "lozenge~ swallowed", "peroral"),
		c("sublingual", "sublingual", "sublingual", "sublingually", "lozenge~", "troche~", "buccal", "transmucosal", "under the tongue", "wafer", "orally disintegrating", "orodispersible", "oromucosal"),
		c("intranasal", "intranasal", "intranasal", "intranasally", "nasal spray", "nasal", "nasally", "=IN esketamine", "=IN ketamine", "insufflated", "insufflation", "snorted", "snorting"),
		c("subcutaneous", "subcutaneous", "subcutaneous", "subcutaneously", "s.c.", "=SC"),
		c("inhaled", "inhaled or smoked", "inhaled", "inhalation", "smoked", "vaporized", "vaped", "smoking dmt", "vapor|vapour", "smoke inhalation", "vaporization", "nebulized", "nebulised", "smoking of"),
		c("rectal", "rectal", "rectal", "rectally", "suppository~"),
		c("transdermal", "transdermal", "transdermal", "transdermally", "topical", "topically", "gel", "mouthwash", "patch", "cream"),
		c("spinal", "spinal or epidural", "intrathecal", "intrathecally", "epidural", "epidurally", "caudal"),
		c("intraperitoneal", "intraperitoneal", "intraperitoneal", "intraperitoneally"),
	}
}

// mechanisms are words for how the drugs act.
func mechanisms() []Concept {
	c := func(id, label string, names ...string) Concept {
		return Concept{ID: id, Kind: Mechanism, Label: label, Names: names}
	}
	return []Concept{
		c("nmda", "NMDA receptor", "n-methyl-d-aspartate", "nmda", "nmda receptor~", "n-methyl-d-aspartate receptor~", "nmdar~", "glun2b", "nr2b", "n-methyl-d-aspartic acid"),
		c("glutamate", "glutamate", "glutamate", "glutamatergic", "glutamine", "=AMPA", "ampa receptor~"), c("mtor", "mTOR", "mtor", "mtorc1", "mammalian target of rapamycin", "mechanistic target of rapamycin"),
		c("bdnf-signalling", "BDNF", "brain-derived neurotrophic factor", "=BDNF", "trkb"), c("5-ht2a", "5-HT2A receptor", "5-ht2a", "5-ht2a receptor~", "serotonin 2a receptor~", "5-ht 2a", "5-hydroxytryptamine 2a", "serotonin-2a", "5-ht(2a)", "5-ht2", "=HTR2A"),
		c("synaptic-plasticity", "synaptic plasticity", "synaptic plasticity", "neuroplasticity", "synaptogenesis", "dendritic spine~", "neuroplastic", "plasticity", "long-term potentiation", "synaptic density", "synaptic potentiation", "neurogenesis"),
		c("serotonin-transporter", "serotonin transporter", "serotonin transporter~", "serotonin release", "=SERT"), c("sigma-1", "sigma-1 receptor", "sigma-1", "sigma-1 receptor"), c("kappa-opioid", "kappa opioid receptor", "kappa opioid", "kappa-opioid receptor", "kor agonist"), c("opioid-system", "opioid system", "opioid system", "mu-opioid", "opioid receptor~"), c("gaba", "GABA", "gaba", "gamma-aminobutyric acid", "gabaergic"), c("dopamine", "dopamine", "dopamine", "dopaminergic", "dopamine release"), c("default-mode-network", "default mode network", "default mode network", "default-mode network", "=DMN"), c("inflammation", "inflammation", "inflammation", "inflammatory", "anti-inflammatory", "kynurenine", "kynurenic"), c("entropy", "brain entropy", "brain entropy", "entropic brain", "lempel-ziv", "signal diversity", "neural complexity"),
	}
}
