package cite

import (
	"strings"

	"evidelic/study"
)

// DemoNote marks a synthetic study wherever one is written out.
const DemoNote = "SYNTHETIC DEMO STUDY: made by a generator, describes no real study."

// Integrity says in one line what a reader must know before citing the study: it
// is synthetic, retracted, doubted, corrected, withdrawn, or a preprint with a
// later version. It is "" when nothing of the kind is known.
func Integrity(s *study.Study) string {
	var parts []string
	if s.Demo {
		parts = append(parts, DemoNote)
	}
	seen := map[string]bool{}
	for _, t := range study.NoticeTypes() {
		for _, n := range s.Notices {
			if n.Type != t {
				continue
			}
			if line := noticeLine(n); !seen[line] {
				seen[line] = true
				parts = append(parts, line)
			}
		}
	}
	if s.Withdrawn {
		parts = append(parts, "Withdrawn by its source.")
	}
	if s.Kind == study.KindPreprint {
		parts = append(parts, preprintLine(s))
	}
	return strings.Join(parts, " ")
}

func noticeLine(n study.Notice) string {
	line := n.Type.Label()
	if n.Type.Grave() {
		line = strings.ToUpper(line)
	}
	var where []string
	if !n.Date.IsZero() {
		where = append(where, n.Date.String())
	}
	switch {
	case n.By.DOI != "":
		where = append(where, "doi:"+n.By.DOI)
	case n.By.PMID != "":
		where = append(where, "PMID "+n.By.PMID)
	case n.By.Text != "":
		where = append(where, n.By.Text)
	}
	if len(where) > 0 {
		line += " (" + strings.Join(where, ", ") + ")"
	}
	return line + "."
}

func preprintLine(s *study.Study) string {
	for _, r := range s.Relations {
		if r.Type != study.UpdateIn {
			continue
		}
		switch {
		case r.Target.DOI != "":
			return "Preprint, later published as doi:" + r.Target.DOI + "."
		case r.Target.PMID != "":
			return "Preprint, later published as PMID " + r.Target.PMID + "."
		}
		return "Preprint, later published."
	}
	return "Preprint, not peer reviewed."
}

// state gives the integrity as the one word that formats with a status field
// take.
func state(s *study.Study) string {
	for _, t := range study.NoticeTypes() {
		for _, n := range s.Notices {
			if n.Type == t {
				return strings.ToLower(t.Label())
			}
		}
	}
	if s.Withdrawn {
		return "withdrawn by source"
	}
	return ""
}
