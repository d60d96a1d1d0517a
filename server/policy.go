package server

import (
	"strings"
	"unicode/utf8"

	"evidelic/index"
	"evidelic/study"
)

// Policy says how much of an abstract is shown whose licence is not open. It
// holds for pages, the API, exports and snippets alike.
type Policy string

// The policies of server.abstracts.
const (
	PolicyFull     Policy = "full"     // the whole abstract, with its source and copyright line
	PolicyLicensed Policy = "licensed" // nothing
	PolicyExtract  Policy = "extract"  // its beginning, as a quotation
)

// extractBytes bounds an extract: about two sentences.
const extractBytes = 320

func (p Policy) known() bool {
	return p == PolicyFull || p == PolicyLicensed || p == PolicyExtract
}

// whole says whether the study's texts may be shown whole. Synthetic studies
// belong to nobody.
func (p Policy) whole(s *study.Study) bool {
	return p == PolicyFull || s.License.Open() || s.Demo
}

// apply cuts the study to what may be shown and says whether something was
// withheld. It changes s alone: what other studies share is copied first.
func (p Policy) apply(s *study.Study) (withheld bool) {
	if p.whole(s) || (len(s.Abstract) == 0 && len(s.OtherAbstract) == 0) {
		return false
	}
	limit := 0
	if p == PolicyExtract {
		limit = extractBytes
	}
	full := s.AbstractText()
	s.Abstract = cutSections(s.Abstract, limit)
	s.OtherAbstract = nil
	s.Tags = cutProofs(s.Tags, full, s.AbstractText())
	return true
}

// cutSections keeps limit bytes of text, ending at a word, with an ellipsis.
func cutSections(sections []study.Section, limit int) []study.Section {
	var out []study.Section
	for _, sec := range sections {
		if limit <= 0 {
			break
		}
		text := sec.Text
		if len(text) > limit {
			text = cutWord(text, limit) + " …"
		}
		limit -= len(sec.Text)
		out = append(out, study.Section{Label: sec.Label, Category: sec.Category, Text: text})
	}
	return out
}

// cutWord gives at most limit bytes of s, ending after a whole word where there
// is one.
func cutWord(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	if i := strings.LastIndexByte(s[:limit], ' '); i > 0 {
		limit = i
	}
	return strings.TrimRight(s[:limit], " ,;:")
}

// cutProofs empties the proofs that quote what is no longer shown: the answer
// stays, its words go.
func cutProofs(tags study.Tags, full, shown string) study.Tags {
	out := make(study.Tags, len(tags))
	same := commonPrefix(full, shown)
	for task, tag := range tags {
		values := make([]study.TagValue, len(tag.Values))
		for i, v := range tag.Values {
			proofs := make([]study.Proof, len(v.Proofs))
			for j, p := range v.Proofs {
				if p.Field == "abstract" && p.End > same {
					p.Start, p.End, p.Text = 0, 0, ""
				}
				proofs[j] = p
			}
			v.Proofs = proofs
			values[i] = v
		}
		out[task] = study.Tag{Status: tag.Status, Values: values}
	}
	return out
}

func commonPrefix(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// snippets leaves out what quotes a withheld part of the abstract. s has been
// cut by apply.
func (p Policy) snippets(s *study.Study, in []index.Snippet) []index.Snippet {
	var out []index.Snippet
	shown := s.AbstractText()
	for _, sn := range in {
		if sn.Field != "abstract" || strings.Contains(shown, strings.Trim(sn.Text, "… ")) {
			out = append(out, sn)
		}
	}
	return out
}
