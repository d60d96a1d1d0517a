package lexicon

// drugs are the substances that the library is about. Names: INN, USAN and
// chemical names, brand names of the FDA and EMA lists, and the codes under which sponsors register trials.
func drugs() []Concept {
	return []Concept{
		{ID: "ketamine", Kind: Drug, Label: "ketamine",
			Names: []string{"ketamine~", "ketamin", "ketamina", "kétamine", "ketamine hydrochloride|hcl", "ketalar", "ketanest", "ketaset", "calypsol", "ketaject", "ketavet", "ketolar", "imalgene",
				"CI-581", "CI581", "PMI-100", "PMI100", "PMI-150", "PMI150", "ereska", "SLS-002", "SLS002", "NRX-100", "NRX100", "R-107", "R107", "KET01"}},
		{ID: "esketamine", Kind: Drug, Label: "esketamine", Parent: "ketamine",
			Names: []string{"esketamine", "es-ketamine", "eskétamine", "esketamin", "spravato", "ketanest S", "s-ketamine", "s-ketamin", "s(+)-ketamine", "(s)-ketamine", "s+ketamine", "s (+) ketamine", "(+)-ketamine", "(s)(+)-ketamine", "(+)-(s)-ketamine", "s-(+)-ketamine", "(s)-(+)-ketamine", "[s]-ketamine", "(+)ketamine", "s+-ketamine",
				"dextroketamine", "(s)-enantiomer of ketamine", "(s)-ketamine hydrochloride", "JNJ-54135419", "JNJ54135419", "vesierra", "CLE-100", "CLE100", "esk-ns", "dexketamine", "s-enantiomer of ketamine"}},
		{ID: "arketamine", Kind: Drug, Label: "arketamine", Parent: "ketamine",
			Names: []string{"arketamine", "r-ketamine", "(r)-ketamine", "r(-)-ketamine", "(-)-ketamine", "(r)-(-)-ketamine", "r-(-)-ketamine", "[r]-ketamine", "(r)(-)-ketamine", "PCN-101", "PCN101", "HR071603", "levoketamine"}},
		{ID: "racemic-ketamine", Kind: Drug, Label: "racemic ketamine", Parent: "ketamine",
			Names: []string{"racemic ketamine", "r,s-ketamine", "(r,s)-ketamine", "rs-ketamine", "(rs)-ketamine", "r/s-ketamine", "ketamine racemate", "racemate ketamine", "(±)-ketamine", "(r/s)-ketamine", "(r+s)-ketamine", "s,r-ketamine", "racemic mixture of ketamine", "racemic intravenous ketamine", "racemic iv ketamine", "(r,s) ketamine", "ketamine racemic"}},
		{ID: "norketamine", Kind: Drug, Label: "norketamine and other metabolites of ketamine", Parent: "ketamine",
			Names: []string{"norketamine", "hydroxynorketamine~", "dehydronorketamine", "=HNK", "(2R,6R)-HNK", "ketamine metabolite~"}},
		{ID: "psychedelics", Kind: Drug, Label: "psychedelics, not specified",
			Names: []string{"psychedelic~", "psychedelic drug|substance|compound|medicine|agent~", "hallucinogen~", "hallucinogenic~", "serotonergic psychedelic|hallucinogen~", "classic|classical psychedelic|hallucinogen~", "entheogen~", "entheogenic", "psychotomimetic drugs", "entactogen~", "empathogen~", "psychedelika", "psychédéliques", "halluzinogene"}},
		{ID: "psilocybin", Kind: Drug, Label: "psilocybin", Parent: "psychedelics",
			Names: []string{"psilocybin~", "psilocybine", "psilocibin", "psilocin", "psilocine", "psilocybina", "indocybin", "COMP360", "COMP 360", "CYB003", "CYB 003", "PEX010", "PEX 010", "4-phosphoryloxy-n,n-dimethyltryptamine", "4-hydroxy-n,n-dimethyltryptamine", "4-HO-DMT", "BPL-PSILO", "TRP-8802", "TRP-8803", "4-aco-dmt", "psilacetin", "MSP-1014", "MSP1014", "ELE-101", "ELE101"}},
		{ID: "mushrooms", Kind: Drug, Label: "psychedelic mushrooms", Parent: "psilocybin",
			Names: []string{"magic mushroom~", "psilocybin mushroom~", "psychedelic mushroom~", "hallucinogenic mushroom~", "psilocybe~", "psilocybe cubensis|semilanceata|mexicana|azurescens|cyanescens", "psilocybin containing mushroom~", "psychoactive mushroom~", "magic truffle~", "psilocybin truffle~", "sacred mushroom~", "psilocybian mushroom~", "hallucinogenic fungi", "mushroom edible~"}},
		{ID: "mdma", Kind: Drug, Label: "MDMA", Parent: "psychedelics",
			Names:    []string{"mdma", "3,4-methylenedioxymethamphetamine", "methylenedioxymethamphetamine", "methylenedioxymetamphetamine", "3,4-methylenedioxymetamphetamine", "3,4-methylenedioxy-methamphetamine", "methylenedioxy-methamphetamine", "methylenedioxy-n-methylamphetamine", "3,4-methylenedioxy-n-methylamphetamine", "3,4 methylene-dioxymethamphetamine", "methylene-dioxymethamphetamine", "methylenedioxymethylamphetamine", "3,4-methylenedioxymethylamphetamine", "midomafetamine", "ecstasy user|users|use|consumption|consumers|tablet|tablets|pill|pills", "ecstasy polydrug", "ecstasy mdma", "mdma assisted therapy|psychotherapy", "methylenedioximethamphetamine", "3,4-methylendioxymethamphetamine", "methylendioxymethamphetamine", "MM402", "EMP-01"},
			Doubtful: []string{"ecstasy", "molly", "xtc", "=MDMA AT"},
			Company:  []string{"drug~", "user~", "abstinent", "recreational", "rave~", "polydrug", "serotonin", "amphetamine~", "methamphetamine", "cannabis", "substance~", "club", "illicit", "party", "neurotoxicity", "intoxication", "ketamine", "lsd", "dance"},
			Against:  []string{"religious ecstasy", "mystical ecstasy", "saint~", "theresa", "sculpture"}},
		{ID: "mda", Kind: Drug, Label: "MDA", Parent: "psychedelics",
			Names:    []string{"3,4-methylenedioxyamphetamine", "methylenedioxyamphetamine", "tenamfetamine", "mdea", "methylenedioxyethylamphetamine", "3,4-methylenedioxyethylamphetamine", "mde ecstasy", "n-ethyl-3,4-methylenedioxyamphetamine"},
			Doubtful: []string{"=MDA", "=MDE"}, Company: []string{"mdma", "ecstasy", "psychedelic~"}, Against: []string{"malondialdehyde", "mda mb", "major depressive episode~", "major depressive"}},
		{ID: "lsd", Kind: Drug, Label: "LSD", Parent: "psychedelics",
			Names:    []string{"lysergic acid diethylamide", "lysergic acid diethylamine", "lysergic acid-diethylamide", "lysergide", "d-lysergic acid diethylamide", "LSD-25", "LSD25", "delysid", "lysergsäurediethylamid", "lysergsäure-diäthylamid", "1P-LSD", "1P LSD", "lysergic acid", "lysergamide~", "MM120", "MM 120", "lsd assisted", "lsd tartrate"},
			Doubtful: []string{"lsd"},
			Company:  []string{"psychedelic~", "hallucinogen~", "hallucinogenic", "serotonin", "drug~", "microdose~", "microdosing", "mdma", "ecstasy", "psilocybin", "psychotherapy", "trip~", "5 ht2a", "ketanserin", "mescaline", "acid", "placebo", "psychosis", "schizophrenia", "schizophrenics", "alcoholics", "alcoholism", "reaction~"},
			Against:  []string{"lysosomal storage disease|disorder~", "lumpy skin disease", "least significant difference~", "lysine specific demethylase", "living systematic", "lumbar spinal", "lysine-specific"}},
		{ID: "dmt", Kind: Drug, Label: "DMT", Parent: "psychedelics",
			Names:    []string{"n,n-dimethyltryptamine", "dimethyltryptamine", "n,n-DMT", "nn-dmt", "vaped|vaporized|inhaled|smoked dmt", "changa", "SPL026", "SPL 026", "SPL028", "SPL 028", "CYB004", "CYB 004", "VLS-01", "VLS 01", "dmt infusion", "deuterated dmt", "dimethyltryptamin", "dmt fumarate", "endogenous dmt"},
			Doubtful: []string{"=DMT"},
			Company:  []string{"psychedelic~", "hallucinogen~", "ayahuasca", "psilocybin", "lsd", "tryptamine~", "serotonergic", "entity", "entities", "harmine", "hallucinogenic"},
			Against:  []string{"disease modifying therapy|therapies|treatment|treatments|drug|drugs", "multiple sclerosis", "dance movement therapy", "dimethyl trisulfide", "disease-modifying", "sma"}},
		{ID: "5-meo-dmt", Kind: Drug, Label: "5-MeO-DMT", Parent: "psychedelics",
			Names: []string{"5-meo-dmt", "5meo-dmt", "5-meodmt", "5meodmt", "5-methoxy-n,n-dimethyltryptamine", "5-methoxydimethyltryptamine", "5-methoxy-dimethyltryptamine", "mebufotenin", "bufo alvarius", "incilius alvarius", "toad secretion", "GH001", "GH 001", "BPL-003", "BPL003", "GH002", "GH 002", "BMND08", "LUS-1"}},
		{ID: "ayahuasca", Kind: Drug, Label: "ayahuasca", Parent: "psychedelics",
			Names: []string{"ayahuasca", "hoasca", "yage", "yagé", "daime", "santo daime", "banisteriopsis caapi", "psychotria viridis", "pharmahuasca", "aya ceremony", "uniao do vegetal", "união do vegetal", "caapi", "anahuasca"}},
		{ID: "mescaline", Kind: Drug, Label: "mescaline", Parent: "psychedelics",
			Names: []string{"mescaline", "mescalin", "meskalin", "peyote", "peyotl", "lophophora williamsii", "san pedro cactus", "trichocereus|echinopsis pachanoi", "3,4,5-trimethoxyphenethylamine", "huachuma", "mescaline sulfate|hydrochloride"}},
		{ID: "ibogaine", Kind: Drug, Label: "ibogaine", Parent: "psychedelics",
			Names: []string{"ibogaine", "ibogain", "tabernanthe iboga", "iboga", "ibogaine hydrochloride|hcl", "tabernanthalog", "18-methoxycoronaridine", "18-mc", "zolunicant", "MM-110", "MM110", "DMX-1002", "DMX1002"}},
		{ID: "noribogaine", Kind: Drug, Label: "noribogaine", Parent: "ibogaine", Names: []string{"noribogaine", "12-hydroxyibogamine", "noribogaine hydrochloride", "DMX-1001", "DMX1001"}},
		{ID: "salvinorin-a", Kind: Drug, Label: "salvinorin A", Parent: "psychedelics", Names: []string{"salvinorin a", "salvinorin", "salvia divinorum", "salvinorina", "salvia user~"}},
		{ID: "analogue", Kind: Drug, Label: "other psychedelics and analogues", Parent: "psychedelics",
			Names:    []string{"2C-B", "2CB", "2C-E", "2C-I", "2C-T-7", "2C-T-2", "2C-D", "25I-NBOMe", "25C-NBOMe", "25B-NBOMe", "nbome~", "4-bromo-2,5-dimethoxyphenethylamine", "2,5-dimethoxy-4-iodoamphetamine", "2,5-dimethoxy-4-methylamphetamine", "2,5-dimethoxy-4-bromoamphetamine", "bromo-dragonfly", "diethyltryptamine", "dipropyltryptamine", "=DPT", "5-MeO-MiPT", "5-MeO-DiPT", "5-MeO-DALT", "foxy methoxy", "4-HO-MET", "4-HO-MiPT", "4-ho-met", "alpha-methyltryptamine", "6-apb", "5-apb", "mdai", "methallylescaline", "proscaline", "escaline", "ariadne", "bufotenin", "bufotenine", "2-bromo-lsd", "bol-148", "2-bromolysergide", "novel psychedelic~", "psychedelic analog|analogue~", "methoxetamine", "deschloroketamine", "2-fluorodeschloroketamine", "fluorodeschloroketamine", "tiletamine", "phenethylamine~ hallucinogens", "dimethoxybromoamphetamine", "trimethoxyamphetamine", "ald-52", "CZ-74", "jb-329", "ditran", "jb-318", "UML-491", "luvesilocin", "RE104", "RE 104", "4-HO-DiPT", "bretisilocin", "GM-2505", "GM2505", "zalsupindole", "DLX-001", "DLX001"},
			Doubtful: []string{"=DOI", "=DOM", "=DOB", "=STP", "=AMT", "=TMA", "=DET"},
			Company:  []string{"5 ht2a", "head twitch", "2,5-dimethoxy", "hallucinogen~", "psychedelic~", "lsd", "mescaline"},
			Against:  []string{"digital object identifier", "date of injury", "disturbance of ideation", "intensity"}},
	}
}

// otherDrugs are the comparators, companions and antagonists of the field's
// trials. They are never a study's own substance.
func otherDrugs() []Concept {
	d := func(id, label string, names ...string) Concept {
		return Concept{ID: id, Kind: OtherDrug, Label: label, Names: names}
	}
	return []Concept{
		d("midazolam", "midazolam", "midazolam"), d("diazepam", "diazepam", "diazepam"), d("lorazepam", "lorazepam", "lorazepam"), d("diphenhydramine", "diphenhydramine", "diphenhydramine"),
		d("niacin", "niacin", "niacin", "nicotinic acid"), d("methylphenidate", "methylphenidate", "methylphenidate"), d("d-amphetamine", "amphetamine", "d-amphetamine", "dextroamphetamine", "amphetamine", "dexamphetamine", "dexamfetamine"),
		d("methamphetamine", "methamphetamine", "methamphetamine", "metamphetamine"), d("escitalopram", "escitalopram", "escitalopram"), d("citalopram", "citalopram", "citalopram"), d("fluoxetine", "fluoxetine", "fluoxetine"), d("paroxetine", "paroxetine", "paroxetine"),
		d("sertraline", "sertraline", "sertraline"), d("duloxetine", "duloxetine", "duloxetine"), d("venlafaxine", "venlafaxine", "venlafaxine"), d("imipramine", "imipramine", "imipramine"), d("aripiprazole", "aripiprazole", "aripiprazole"),
		d("quetiapine", "quetiapine", "quetiapine"), d("olanzapine", "olanzapine", "olanzapine"), d("risperidone", "risperidone", "risperidone"), d("haloperidol", "haloperidol", "haloperidol"), d("lithium", "lithium", "lithium"), d("lamotrigine", "lamotrigine", "lamotrigine"),
		d("propofol", "propofol", "propofol"), d("thiopental", "thiopental", "thiopental", "thiopentone"), d("methohexital", "methohexital", "methohexital", "methohexitone"), d("etomidate", "etomidate", "etomidate"), d("dexmedetomidine", "dexmedetomidine", "dexmedetomidine"),
		d("fentanyl", "fentanyl", "fentanyl"), d("remifentanil", "remifentanil", "remifentanil"), d("sufentanil", "sufentanil", "sufentanil"), d("morphine", "morphine", "morphine"), d("tramadol", "tramadol", "tramadol"), d("methadone", "methadone", "methadone"), d("buprenorphine", "buprenorphine", "buprenorphine"),
		d("naltrexone", "naltrexone", "naltrexone"), d("naloxone", "naloxone", "naloxone"), d("ketorolac", "ketorolac", "ketorolac"), d("lidocaine", "lidocaine", "lidocaine", "lignocaine"), d("bupivacaine", "bupivacaine", "bupivacaine", "ropivacaine", "levobupivacaine"), d("magnesium", "magnesium sulfate", "magnesium sulfate|sulphate"),
		d("ketanserin", "ketanserin", "ketanserin"), d("pindolol", "pindolol", "pindolol"), d("prazosin", "prazosin", "prazosin"), d("memantine", "memantine", "memantine"), d("lanicemine", "lanicemine", "lanicemine", "AZD6765", "AZD 6765", "BHV-5500", "BHV5500", "BHV-5000", "BHV5000"), d("dextromethorphan", "dextromethorphan", "dextromethorphan", "=DXM"), d("rapamycin", "rapamycin", "rapamycin", "sirolimus"),
		d("thc", "cannabis or THC", "tetrahydrocannabinol", "delta-9-tetrahydrocannabinol", "δ9-tetrahydrocannabinol", "=THC", "cannabidiol"), d("nicotine", "nicotine", "nicotine"), d("alcohol", "alcohol", "ethanol", "without alcohol", "and alcohol effects|administration|co-administration|interactions", "alcohol infusion|administration|challenge|clamp"), d("caffeine", "caffeine", "caffeine"), d("cocaine", "cocaine", "cocaine"), d("modafinil", "modafinil", "modafinil"),
		d("scopolamine", "scopolamine", "scopolamine"), d("d-cycloserine", "D-cycloserine", "d-cycloserine"), d("riluzole", "riluzole", "riluzole"), d("bupropion", "bupropion", "bupropion"), d("reboxetine", "reboxetine", "reboxetine"), d("carvedilol", "carvedilol", "carvedilol"), d("clonidine", "clonidine", "clonidine"), d("doxazosin", "doxazosin", "doxazosin"),
		d("oxytocin", "oxytocin", "oxytocin"), d("nitrous-oxide", "nitrous oxide", "nitrous oxide"), d("sevoflurane", "sevoflurane", "sevoflurane", "isoflurane", "desflurane"), d("phencyclidine", "phencyclidine", "phencyclidine", "=PCP"), d("psychostimulant", "stimulants", "mephedrone", "cathinone~", "methylone"), d("harmine", "harmine", "harmine", "harmaline"), d("dexamethasone", "dexamethasone", "dexamethasone"), d("lofexidine", "lofexidine", "lofexidine"), d("glycine", "glycine", "glycine"),
		d("pentobarbital", "pentobarbital", "pentobarbital"), d("chlorpromazine", "chlorpromazine", "chlorpromazine"), d("atropine", "atropine", "atropine"), d("ect", "electroconvulsive therapy", "electroconvulsive therapy", "electroconvulsive treatment", "electroconvulsive", "electroconvulsive therapies"), d("tms", "transcranial magnetic stimulation", "transcranial magnetic stimulation", "=rTMS", "=TMS", "theta burst stimulation"),
		d("trazodone", "trazodone", "trazodone"), d("mirtazapine", "mirtazapine", "mirtazapine"), d("amitriptyline", "amitriptyline", "amitriptyline"), d("phenobarbital", "phenobarbital", "phenobarbital"), d("clozapine", "clozapine", "clozapine"), d("gabapentin", "gabapentin", "gabapentin", "pregabalin"), d("paracetamol", "paracetamol", "paracetamol", "acetaminophen"), d("nsaid", "ibuprofen and other NSAIDs", "ibuprofen", "diclofenac", "dipyrone", "metamizole"), d("chloral-hydrate", "chloral hydrate", "chloral hydrate"), d("ephedrine", "ephedrine", "ephedrine", "phenylephrine"), d("hydromorphone", "hydromorphone", "hydromorphone", "oxycodone", "pethidine", "meperidine", "nalbuphine"), d("acamprosate", "acamprosate", "acamprosate"), d("buspirone", "buspirone", "buspirone"), d("triazolam", "triazolam", "triazolam"), d("metyrapone", "metyrapone", "metyrapone"), d("mcpp", "mCPP", "mcpp", "m-cpp", "meta-chlorophenylpiperazine", "m-chlorophenylpiperazine"), d("ergotamine", "ergotamine", "ergotamine"),
	}
}
