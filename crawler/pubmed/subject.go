package pubmed

import (
	"slices"
	"strings"

	"evidelic/study"
)

// subjects reads what NLM and the authors say a citation is about.
func (a *adapter) subjects(r *study.Report, citation *node) {
	for n := range citation.child("MeshHeadingList").each("MeshHeading") {
		if h := a.heading(n); h.Name != "" {
			r.MeSH = append(r.MeSH, h)
		}
	}
	for n := range citation.child("ChemicalList").each("Chemical") {
		name := n.child("NameOfSubstance")
		s := study.Substance{Name: a.flat.text(name), UI: a.flat.fold(name.attr("UI")), Number: a.flat.text(n.child("RegistryNumber"))}
		if s.Number == "0" {
			s.Number = ""
		}
		if s.Name != "" {
			r.Substances = append(r.Substances, s)
		}
	}
	for n := range citation.child("SupplMeshList").each("SupplMeshName") {
		if s := a.flat.text(n); s != "" {
			r.Substances = append(r.Substances, study.Substance{Name: s, UI: a.flat.fold(n.attr("UI"))})
		}
	}
	r.Keywords = a.keywords(citation)
}

func (a *adapter) heading(n *node) study.Heading {
	d := n.child("DescriptorName")
	h := study.Heading{Name: a.flat.text(d), UI: a.flat.fold(d.attr("UI")), Major: d.attr("MajorTopicYN") == "Y"}
	for q := range n.each("QualifierName") {
		h.Qualifiers = append(h.Qualifiers, study.Qualifier{
			Name: a.flat.text(q), UI: a.flat.fold(q.attr("UI")), Major: q.attr("MajorTopicYN") == "Y"})
	}
	return h
}

// keywords reads the keywords of all owners, each once.
func (a *adapter) keywords(parent *node) []string {
	var out []string
	for list := range parent.each("KeywordList") {
		for n := range list.each("Keyword") {
			s := strings.TrimRight(a.flat.text(n), ".;, ")
			if s != "" && !slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, s) }) {
				out = append(out, s)
			}
		}
	}
	return out
}

// otherBanks are the data banks of NLM's list that register no trials. Their
// accession numbers must not be taken for a registry's.
var otherBanks = []string{"bioproject", "biosample", "dbgap", "dbsnp", "dbvar", "dryad", "figshare", "genbank", "geo", "gdb", "omim", "pdb",
	"pir", "pubchem", "refseq", "sra", "swissprot", "uniparc", "unimes", "uniprotkb", "uniref"}

// trials reads the registry numbers that NLM lists for an article: it reports on
// those trials. Numbers of other data banks stay in the raw record.
func (a *adapter) trials(list *node) []study.TrialLink {
	var out []study.TrialLink
	for bank := range list.each("DataBank") {
		name, _, _ := strings.Cut(strings.ToLower(a.flat.text(bank.child("DataBankName"))), "-")
		if slices.Contains(otherBanks, name) {
			continue
		}
		for n := range bank.child("AccessionNumberList").each("AccessionNumber") {
			number, _, ok := study.NormalRegistry(a.flat.text(n))
			link := study.TrialLink{Number: number, Role: study.RoleReports}
			if ok && !slices.Contains(out, link) {
				out = append(out, link)
			}
		}
	}
	return out
}
