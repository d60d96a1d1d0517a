package cite

import (
	"regexp"
	"strings"

	"evidelic/study"
)

// reWhere is the bracket behind a notice in an Integrity line. It ends at ")."
// because a DOI may hold brackets of its own.
var reWhere = regexp.MustCompile(`^ \((.*?)\)\.(?: |$)`)

// readIntegrity takes the line that Integrity wrote apart again, so that the
// state of a study survives every format that has a note. Text of other programs
// stays text: reading stops at the first sentence that is none of ours.
func readIntegrity(rep *study.Report, note string) {
	note = clean(note)
	for note != "" {
		rest, ok := integritySentence(rep, note)
		if !ok {
			return
		}
		note = strings.TrimSpace(rest)
	}
}

func integritySentence(rep *study.Report, note string) (rest string, ok bool) {
	if rest, ok = strings.CutPrefix(note, DemoNote); ok {
		rep.Demo = true
		return rest, true
	}
	for _, fixed := range []string{"Withdrawn by its source.", "Preprint, not peer reviewed.", "Preprint, later published."} {
		if rest, ok = strings.CutPrefix(note, fixed); ok {
			return rest, true
		}
	}
	if rest, ok = strings.CutPrefix(note, "Preprint, later published as "); ok {
		return laterVersion(rep, rest), true
	}
	for _, t := range study.NoticeTypes() {
		label := t.Label()
		if t.Grave() {
			label = strings.ToUpper(label)
		}
		if rest, ok = strings.CutPrefix(note, label); ok {
			if rest, ok = readNotice(rep, t, rest); ok {
				return rest, true
			}
		}
	}
	return note, false
}

func laterVersion(rep *study.Report, text string) (rest string) {
	id, rest, _ := strings.Cut(text, ". ")
	id = strings.TrimSuffix(id, ".")
	var ref study.Ref
	if doi, ok := strings.CutPrefix(id, "doi:"); ok {
		ref.DOI, _ = study.NormalDOI(doi)
	} else if pmid, ok := strings.CutPrefix(id, "PMID "); ok {
		ref.PMID, _ = study.NormalPMID(pmid)
	}
	if ref.DOI != "" || ref.PMID != "" {
		rep.Relations = append(rep.Relations, study.Relation{Type: study.UpdateIn, Target: ref})
	}
	return rest
}

func readNotice(rep *study.Report, t study.NoticeType, rest string) (string, bool) {
	n := study.Notice{Type: t}
	if m := reWhere.FindStringSubmatch(rest); m != nil {
		for _, part := range strings.Split(m[1], ", ") {
			noticePart(&n, part)
		}
		rep.Notices = append(rep.Notices, n)
		return rest[len(m[0]):], true
	}
	if rest == "." || strings.HasPrefix(rest, ". ") {
		rep.Notices = append(rep.Notices, n)
		return rest[1:], true
	}
	return rest, false
}

func noticePart(n *study.Notice, part string) {
	if d, err := study.ParseDate(part); err == nil {
		n.Date = d
	} else if doi, ok := strings.CutPrefix(part, "doi:"); ok {
		n.By.DOI, _ = study.NormalDOI(doi)
	} else if pmid, ok := strings.CutPrefix(part, "PMID "); ok {
		n.By.PMID, _ = study.NormalPMID(pmid)
	} else {
		n.By.Text = strings.TrimPrefix(n.By.Text+", "+part, ", ")
	}
}

// noticesByTitle adds a retraction that only the title tells.
func noticesByTitle(rep *study.Report) {
	if n, ok := retractedTitle(rep.Title); ok && len(rep.Notices) == 0 {
		rep.Notices = []study.Notice{n}
	}
}
